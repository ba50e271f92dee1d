import { parentPort, workerData } from "node:worker_threads";
import type { Decide } from "../store.ts";
import { openConnection } from "./open.ts";
import { sendable, sendableWritten, type Reply, type Request } from "./thread-messages.ts";
import { createWriter, type WriterTarget } from "./writer.ts";

/** What a thread that `startWriterThread` has started does: carries out what it is sent, one after another. */
export function serveWrites(decide: Decide): void {
  const port = parentPort;
  if (port === null) throw new Error("Writes are served by a thread of its own.");
  // What `startWriterThread` hands over.
  const target = workerData as WriterTarget;
  const connection = openConnection(target.file);
  const writer = createWriter(connection, target, decide);

  async function carryOut(request: Request): Promise<Reply> {
    switch (request.kind) {
      case "write":
        return { kind: "written", written: sendableWritten(await writer.write(request.commands)) };
      case "ping":
        return { kind: "pong", answers: await writer.ping() };
      case "close":
        connection.$client.close();
        return { kind: "closed" };
    }
  }

  async function serve(request: Request): Promise<void> {
    const reply = await carryOut(request).catch((error: unknown): Reply => ({
      kind: "failed",
      error: sendable(error),
    }));
    port?.postMessage(reply);
    if (reply.kind === "closed") port?.close();
  }

  port.on("message", (request: Request) => void serve(request));
  port.postMessage({ kind: "ready" } satisfies Reply);
}
