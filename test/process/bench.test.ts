import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const entry = resolve(import.meta.dirname, "../bench/main.ts");

test("the benchmark runs in its smallest form, and writes down what it measured", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "natter-"));
  const [json, svg] = [join(folder, "figures.json"), join(folder, "figures.svg")];
  const taking = ["ws", "natter", "socket-io", "trpc"];
  const what = ["--only", "fan-out-8", "--contestant", ...taking, "--json", json, "--svg", svg];
  const { stdout } = await promisify(execFile)(process.execPath, [entry, "--tiny", ...what]);
  const written: unknown = JSON.parse(readFileSync(json, "utf8"));
  const chart = readFileSync(svg, "utf8");
  rmSync(folder, { recursive: true });

  expect(stdout).toContain("| Natter ");
  expect(chart).toMatch(/^<svg .*<\/svg>\n$/s);
  const number = expect.any(Number);
  expect(written).toMatchObject({
    machine: { processor: expect.any(String), cores: number, fsyncMicros: number, node: process.version },
    workloads: [
      {
        name: "fan-out-8",
        unit: "deliveries/s",
        reference: "ws",
        results: taking.map((contestant) => ({
          contestant,
          ratio: number,
          serverShare: number,
          cpuMicrosEach: number,
          rounds: [{ value: number, usage: { generator: number } }],
        })),
        verdicts: [{ against: "ws", bound: "at least", wanted: 2, reached: number, met: expect.any(Boolean) }],
      },
    ],
  });
});
