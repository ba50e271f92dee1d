import { parentPort, Worker, workerData } from "node:worker_threads";
import { WebSocket } from "ws";

/**
 * Asks a server over and over whether it is there, from a thread of its own, so that what a test does meanwhile is not
 * mistaken for a stall of the server's.
 */
export class Pulse implements AsyncDisposable {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async take(wsUrl: string): Promise<Pulse> {
    const worker = new Worker(new URL(import.meta.url), { workerData: { wsUrl } });
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    return new Pulse(worker);
  }

  /** The longest that the server has taken to answer since the last call, in milliseconds. */
  longest(): Promise<number> {
    this.#worker.postMessage("longest", []);
    return new Promise((resolve) => this.#worker.once("message", resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

const pauseMs = 2;

if (parentPort !== null && typeof workerData?.wsUrl === "string") run(workerData.wsUrl, parentPort);

function run(wsUrl: string, parent: NonNullable<typeof parentPort>): void {
  const socket = new WebSocket(wsUrl);
  let longest = 0;
  let asked = 0;
  const ask = () => {
    asked = performance.now();
    socket.send("PING");
  };
  socket.on("open", ask);
  socket.once("message", () => parent.postMessage("beating", []));
  socket.on("message", () => {
    longest = Math.max(longest, performance.now() - asked);
    setTimeout(ask, pauseMs);
  });
  // What has not been answered yet counts as well.
  parent.on("message", () => {
    parent.postMessage(Math.max(longest, performance.now() - asked), []);
    longest = 0;
  });
}
