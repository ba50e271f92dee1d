import { describe, expect, test } from "vitest";
import { StorageError } from "../../db/store.ts";
import { NatterError } from "../../server/errors.ts";
import { logTo } from "../../server/logging.ts";
import { Counts } from "../../server/measurements/counts.ts";
import { FailedCalls } from "../../server/transport/call-log.ts";
import { startDelivery } from "../support/delivery.ts";

const call = { path: "message.send", type: "mutation", userId: "ada", durationMs: 1 };

function logged(error: unknown): Record<string, unknown> {
  const { failedCalls, log, lines } = start();
  failedCalls.add(() => log, call, error);
  return lines[0] ?? {};
}

function start() {
  const lines: Record<string, unknown>[] = [];
  const write = (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>);
  const log = logTo({ write }, { level: "info", version: "0.0.0" });
  let sumUp = () => {};
  const after = (_: number, run: () => void) => {
    sumUp = run;
    return () => {};
  };
  return { failedCalls: new FailedCalls(log, { after }, new Counts()), log, lines, sumUp: () => sumUp() };
}

describe("whoever runs the server reads", () => {
  test("why the disk takes nothing more, down to the database's own word for it", async () => {
    const bench = await startDelivery();
    const ada = await bench.signUp("ada");
    const roomId = await bench.createRoom(ada);
    const disk = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    bench.store.write = () => Promise.reject(new StorageError("storage_full", { cause: disk }));
    const refused: unknown = await bench.send(ada, roomId, "hello").catch((error: unknown) => error);
    const line = logged(refused);
    expect(line).toMatchObject({ level: "error", reason: "storage_full", msg: "call failed" });
    expect(JSON.stringify(line)).toContain("SQLITE_FULL");
  });

  test("a refusal without alarm, and nothing of where it came from", () => {
    const line = logged(new NatterError("not_allowed"));
    expect(line).toMatchObject({ level: "info", reason: "not_allowed", msg: "call refused" });
    expect(line).not.toHaveProperty("err");
  });

  test("of a thousand refusals fifty and a sum, of faults meanwhile everything, and the next day's as before", () => {
    const { failedCalls, log, lines, sumUp } = start();
    const refuse = (reason: "rate_limited" | "not_allowed") =>
      failedCalls.add(() => log, call, new NatterError(reason));
    for (let count = 0; count < 999; count += 1) refuse("rate_limited");
    refuse("not_allowed");
    failedCalls.add(() => log, call, new Error("a fault"));
    expect(lines.map(({ msg }) => msg)).toEqual([...Array<string>(50).fill("call refused"), "call failed"]);
    sumUp();
    expect(lines.at(-1)).toMatchObject({ msg: "more calls refused", count: { rate_limited: 949, not_allowed: 1 } });
    refuse("not_allowed");
    expect(lines).toHaveLength(53);
    sumUp();
    expect(lines).toHaveLength(53);
  });
});
