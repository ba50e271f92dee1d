import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { received, receivedWritten, type Reply, type Request } from "./thread-messages.ts";
import type { Writer, WriterTarget } from "./writer.ts";

/** What it holds lives for one batch: a young generation of the usual size would cost 100 MB and gain nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * Writes in a thread of its own, so that whoever waits for the disk keeps nobody else waiting. `entry`: the module that
 * the thread runs; it calls `serveWrites`. Rejects with what keeps the thread from opening the database.
 *
 * A thread that dies takes the process with it, as any fault of the program's own does: nobody knows any more what it
 * has committed, so nobody may be told that it was not, and what it has committed would never be published.
 */
export async function startWriterThread(entry: URL, target: WriterTarget): Promise<Writer> {
  const worker = new Worker(entry, { workerData: target, name: "natter-writer", resourceLimits });
  // Ready, or the error that it ends with. From then on nobody listens to its errors, and so they are thrown.
  await once(worker, "message");
  const thread = new WriterThread(worker);
  return {
    write: async (commands) => {
      const reply = await thread.ask({ kind: "write", commands });
      return reply.kind === "written" ? receivedWritten(reply.written) : unexpected(reply);
    },
    ping: async () => {
      const reply = await thread.ask({ kind: "ping" });
      return reply.kind === "pong" ? reply.answers : unexpected(reply);
    },
    close: () => thread.close(),
  };
}

class WriterThread {
  readonly #worker: Worker;
  /** In the order of the requests, which is that of the replies. */
  readonly #asked: ((reply: Reply) => void)[] = [];
  #closing: Promise<void> | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (reply: Reply) => this.#asked.shift()?.(reply));
    worker.on("exit", (code) => {
      if (this.#closing === null) throw new Error(`The thread that writes has ended (${code}).`);
    });
  }

  ask(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#worker.postMessage(request);
      this.#asked.push((reply) => (reply.kind === "failed" ? reject(received(reply.error)) : resolve(reply)));
    });
  }

  /** More than once is harmless. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const ended = once(this.#worker, "exit");
    await this.ask({ kind: "close" });
    await ended;
  }
}

function unexpected(reply: Reply): never {
  throw new Error(`The thread that writes answered something else: ${reply.kind}.`);
}
