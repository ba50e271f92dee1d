import { readFileSync } from "node:fs";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { WebSocket } from "ws";

interface Patient {
  wsUrl: string;
  pid: number;
}

/**
 * Asks a server over and over whether it is there, from a thread of its own, so that what a test does meanwhile is not
 * mistaken for a stall of the server's.
 */
export class Pulse implements AsyncDisposable {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async take({ wsUrl, pid }: Patient): Promise<Pulse> {
    const worker = new Worker(new URL(import.meta.url), { workerData: { wsUrl, pid } satisfies Patient });
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    return new Pulse(worker);
  }

  /** For how long the server has let a question wait at most since the last call, in milliseconds of its own work. */
  longest(): Promise<number> {
    this.#worker.postMessage("longest", []);
    return new Promise((resolve) => this.#worker.once("message", resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

const pauseMs = 2;

if (parentPort !== null && typeof workerData?.wsUrl === "string") run(workerData as Patient, parentPort);

function run({ wsUrl, pid }: Patient, parent: NonNullable<typeof parentPort>): void {
  const socket = new WebSocket(wsUrl);
  let longest = 0;
  let asked = 0;
  const ask = () => {
    asked = workedMs(pid);
    socket.send("PING");
  };
  socket.on("open", ask);
  socket.once("message", () => parent.postMessage("beating", []));
  socket.on("message", () => {
    longest = Math.max(longest, workedMs(pid) - asked);
    setTimeout(ask, pauseMs);
  });
  // What has not been answered yet counts as well.
  parent.on("message", () => {
    parent.postMessage(Math.max(longest, workedMs(pid) - asked), []);
    longest = 0;
  });
}

/** How long the process's main thread has been running so far: time that other processes took is not the server's. */
function workedMs(pid: number): number {
  const [running = ""] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ");
  return Number(running) / 1e6;
}
