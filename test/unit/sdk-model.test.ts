import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { play } from "../support/model/play.ts";

const { NATTER_SEED, NATTER_SEEDS = "16", NATTER_STEPS = "120" } = process.env;
const seeds = NATTER_SEED === undefined ? range(NATTER_SEEDS) : [Number(NATTER_SEED)];

test(
  "after random operations, cuts, reloads and repeats every client shows what a fresh look at the server shows",
  async () => {
    const failed: string[] = [];
    const next = seeds.values();
    let played = 0;
    const worker = async () => {
      for (const seed of next) {
        await play(seed, Number(NATTER_STEPS)).catch((error: unknown) => {
          const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
          failed.push(`seed ${seed} (again: NATTER_SEED=${seed} npm run soak:sdk)\n${text}`);
        });
        played += 1;
        if (played % 100 === 0) console.info(`${played} of ${seeds.length} seeds played, ${failed.length} failed`);
      }
    };
    await Promise.all(Array.from({ length: 4 * availableParallelism() }, worker));
    expect(failed.slice(0, 3).join("\n\n"), `${failed.length} of ${seeds.length} seeds failed`).toBe("");
  },
  seeds.length * 10_000,
);

/** "5000" are the seeds 1 to 5000, "5001-6000" are those. */
function range(words: string): number[] {
  const [from, to] = words.includes("-") ? words.split("-").map(Number) : [1, Number(words)];
  return Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, index) => (from ?? 0) + index);
}
