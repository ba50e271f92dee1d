import { setTimeout as wait } from "node:timers/promises";
import { CheapClient } from "./client.ts";
import { crowd, roomOf, type Member } from "./seed.ts";
import type { ProbedServer } from "./server.ts";

export interface Load {
  name: string;
  /** How many send in a room of their own with one other, one message in flight each. */
  pairs: number;
  /** How many send in the room of 500, one message in flight each. */
  inCrowd: number;
  /** Messages a second into the room of 500, whatever else happens. */
  steady: number;
}

export const loads: readonly Load[] = [
  { name: "1 sender", pairs: 1, inCrowd: 0, steady: 0 },
  { name: "10 senders", pairs: 10, inCrowd: 0, steady: 0 },
  { name: "100 senders", pairs: 100, inCrowd: 0, steady: 0 },
  { name: "100 senders, and 10,000 deliveries/s in a room of 500", pairs: 100, inCrowd: 0, steady: 20 },
  { name: "room of 500, 64 in flight", pairs: 0, inCrowd: 64, steady: 0 },
];

export interface Figures {
  perSecond: number;
  /** Milliseconds until the acknowledgement. */
  p50: number;
  p99: number;
  /** Milliseconds between two looks at the loop that should be 10 apart. */
  loopP99: number;
  /** Of the server's process, in microseconds for each message. */
  cpuUs: number;
}

const body = "x".repeat(200);
const warmUpMs = 1000;

/** Puts a load on the server for so long. */
export async function measure(
  server: ProbedServer,
  members: readonly Member[],
  load: Load,
  ms: number,
): Promise<Figures> {
  await using running = new RunningLoad(server.url, members);
  await running.begin(load);
  await wait(warmUpMs);
  running.latencies = [];
  server.reset();
  const started = performance.now();
  await wait(ms);
  const { loopP99, cpu } = await server.report();
  const seconds = (performance.now() - started) / 1000;
  const sorted = running.latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const count = sorted.length + load.steady * seconds;
  return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99), loopP99, cpuUs: cpu / count };
}

/** People who send until it is disposed of. */
class RunningLoad implements AsyncDisposable {
  latencies: number[] = [];
  readonly #url: string;
  readonly #members: readonly Member[];
  readonly #clients: CheapClient[] = [];
  readonly #sending: Promise<void>[] = [];
  #done = false;

  constructor(url: string, members: readonly Member[]) {
    this.#url = url;
    this.#members = members;
  }

  async begin({ pairs, inCrowd, steady }: Load): Promise<void> {
    await Promise.all(Array.from({ length: pairs }, (_, pair) => this.#talkInPair(2 * pair)));
    if (inCrowd + steady === 0) return;
    await Promise.all(Array.from({ length: 500 }, (_, number) => this.#joinCrowd(number, number < inCrowd)));
    if (steady > 0) this.#sending.push(this.#sendSteadily(await this.#open(0, crowd), steady));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#done = true;
    await Promise.all(this.#sending);
    for (const client of this.#clients) client.close();
  }

  async #talkInPair(number: number): Promise<void> {
    const roomId = roomOf(number);
    (await this.#open(number + 1, roomId)).ignore();
    this.#sending.push(this.#sendOn(await this.#open(number, roomId), roomId));
  }

  async #joinCrowd(number: number, speaks: boolean): Promise<void> {
    const client = await this.#open(number, crowd);
    if (speaks) this.#sending.push(this.#sendOn(client, crowd));
    else client.ignore();
  }

  async #open(number: number, roomId: string): Promise<CheapClient> {
    const client = await CheapClient.open(this.#url, this.#members[number]?.token ?? "", roomId);
    this.#clients.push(client);
    return client;
  }

  async #sendOn(client: CheapClient, roomId: string): Promise<void> {
    while (!this.#done) this.latencies.push(await client.send(roomId, body));
  }

  async #sendSteadily(client: CheapClient, perSecond: number): Promise<void> {
    const started = performance.now();
    for (let count = 1; !this.#done; count++) {
      await client.send(crowd, body);
      await wait(Math.max(0, started + (count * 1000) / perSecond - performance.now()));
    }
  }
}
