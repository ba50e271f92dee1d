import { parentPort, Worker, workerData } from "node:worker_threads";
import { LeanSocket } from "./lean-socket.ts";

interface Parts {
  wsUrl: string;
  tokens: [string, string];
  roomId: string;
  everyMs: number;
}

/**
 * Two healthy people who talk, from a thread of their own: how long a message takes from the one to the other while
 * the rest of the generator is busy.
 */
export class Pair implements AsyncDisposable {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async meet(parts: Parts): Promise<Pair> {
    const worker = new Worker(new URL(import.meta.url), { workerData: parts });
    await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    return new Pair(worker);
  }

  /** What each message since the last call has taken, in milliseconds; one on its way counts with its age. */
  latencies(): Promise<number[]> {
    this.#worker.postMessage("latencies", []);
    return new Promise((resolve) => this.#worker.once("message", resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

if (parentPort !== null && typeof workerData?.everyMs === "number") talk(workerData as Parts, parentPort);

function talk({ wsUrl, tokens, roomId, everyMs }: Parts, parent: NonNullable<typeof parentPort>): void {
  const [ada, grace] = tokens.map((token) => new LeanSocket(wsUrl, token));
  if (ada === undefined || grace === undefined) return;
  let took: number[] = [];
  const sent = new Map<string, number>();
  let count = 0;
  grace.onText = (bytes, from, to) => {
    const name = /"clientId":"(pair-\d+)"/.exec(bytes.toString("utf8", from, to))?.[1] ?? "";
    const at = sent.get(name);
    if (at === undefined) return;
    sent.delete(name);
    took.push(performance.now() - at);
  };
  grace.call(1, "subscription", "room.onEvent", { roomId });
  void grace.until(2).then(() => {
    setInterval(() => {
      const clientId = `pair-${count++}`;
      sent.set(clientId, performance.now());
      ada.call(count, "mutation", "message.send", { roomId, clientId, body: "Are you still there?" });
    }, everyMs);
    parent.postMessage("met", []);
  });
  parent.on("message", () => {
    parent.postMessage([...took, ...[...sent.values()].map((at) => performance.now() - at)], []);
    took = [];
    sent.clear();
  });
}
