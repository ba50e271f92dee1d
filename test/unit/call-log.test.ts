import { describe, expect, test } from "vitest";
import { StorageError } from "../../db/store.ts";
import { NatterError } from "../../server/errors.ts";
import { logTo } from "../../server/logging.ts";
import { logFailedCall } from "../../server/transport/call-log.ts";
import { startDelivery } from "../support/delivery.ts";

const call = { path: "message.send", type: "mutation", userId: "ada", durationMs: 1 };

function logged(error: unknown): Record<string, unknown> {
  let line = "";
  const log = logTo({ write: (text: string) => void (line = text) }, { level: "info", version: "0.0.0" });
  logFailedCall(log, call, error);
  return JSON.parse(line) as Record<string, unknown>;
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
});
