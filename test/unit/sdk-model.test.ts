import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { play } from "../support/model/play.ts";

const { NATTER_SEED, NATTER_SEEDS = "16", NATTER_STEPS = "120" } = process.env;
const seeds =
  NATTER_SEED === undefined
    ? Array.from({ length: Number(NATTER_SEEDS) }, (_, index) => index + 1)
    : [Number(NATTER_SEED)];

test(
  "after random operations, cuts, reloads and repeats every client shows what a fresh look at the server shows",
  async () => {
    const failed: string[] = [];
    const next = seeds.values();
    const worker = async () => {
      for (const seed of next) {
        await play(seed, Number(NATTER_STEPS)).catch((error: unknown) => {
          const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
          failed.push(`seed ${seed} (again: NATTER_SEED=${seed} npm run soak:sdk)\n${text}`);
        });
      }
    };
    await Promise.all(Array.from({ length: 4 * availableParallelism() }, worker));
    expect(failed.slice(0, 3).join("\n\n"), `${failed.length} of ${seeds.length} seeds failed`).toBe("");
  },
  seeds.length * 10_000,
);
