import { readdir, readFile, readlink } from "node:fs/promises";
import { get } from "node:http";
import path from "node:path";
import { expect, test } from "vitest";
import { signUp, type Person } from "../support/people.ts";
import { PresenceWatch } from "../support/presence-watch.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Ear } from "../support/witness.ts";

const soak = process.env["NATTER_SOAK"] !== undefined;
const readers = soak ? 200 : 30;
const stallMs = soak ? 30_000 : 1_000;
/** What a client may take to answer a close. */
const closeMs = 5_000;
/** 16 KB each: in all, far more than the operating system holds back for a reader. */
const body = "🦀".repeat(4_000);
const messages = 2_000;

const root = path.resolve(import.meta.dirname, "../..");
const shortened = ["--import", path.join(root, "test/support/short-stall.ts")];

test(
  `${readers} readers in a busy room stop reading: little memory, no delay for others, and who comes back misses nothing`,
  { timeout: 180_000 },
  async () => {
    await using server = await startServer({
      command: [process.execPath, ...(soak ? [] : shortened), path.join(root, "server/main.ts")],
    });
    await using ada = await signUp(server.url, "ada");
    await using grace = await signUp(server.url, "grace");
    await using mallory = await signUp(server.url, "mallory");
    const memberIds = [grace.me.id, mallory.me.id];
    const { id: roomId } = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds });
    const room = await Room.enter(roomId, ada, grace);

    const socketsAtRest = await socketsOf(server);
    const reading = await room.latencies(200, "short");
    const stopped = await Promise.all(Array.from({ length: readers }, (_, index) => stopReading(server, ada, index)));
    using watch = new PresenceWatch(grace, mallory);
    await watch.sees(mallory, "online");
    using lateEar = await new Ear(mallory.api).ready();
    const lateSocket = mallory.socket.connection?.ws;
    if (lateSocket === undefined) throw new Error("mallory has no socket");
    const lateCode = new Promise((resolve) => lateSocket.addEventListener("close", ({ code }) => resolve(code)));
    pauser(lateSocket).pause();
    // Once the server has given her up, and while it still waits for the answer to its close.
    const back = watch
      .until(() => watch.statusOf(mallory) === "offline", 2 * stallMs + 60_000)
      .then(() => pauser(lateSocket).resume());

    const before = await memoryOf(server);
    let peak = 0;
    for (let sent = 0; sent < messages; sent += 100) {
      await room.fill(100);
      peak = Math.max(peak, await memoryOf(server));
    }
    const meanwhile = await room.latencies(200, "short");
    const figures = { readers, growthMb: peak - before, p99Ms: { reading: p99(reading), meanwhile: p99(meanwhile) } };
    if (soak) console.log(figures);
    // Their own megabyte each, and what is on its way to everybody.
    expect(figures.growthMb).toBeLessThan(readers + 150);
    expect(figures.p99Ms.meanwhile).toBeLessThan(2 * figures.p99Ms.reading + 50);

    await back;
    expect(await lateCode).toBe(4008);
    expect(await lateEar.reaches(new Map([[roomId, await room.head()]]), 30_000)).toBe(true);
    const seqs = lateEar.history().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));

    await expect.poll(() => socketsOf(server), { timeout: closeMs + 2 * stallMs }).toBeLessThanOrEqual(socketsAtRest);
    for (const leave of stopped) leave();
  },
);

/** Ada talks, grace listens. */
class Room {
  readonly #roomId: string;
  readonly #ada: Person;
  readonly #heard = new Map<string, () => void>();
  #count = 0;

  static async enter(roomId: string, ada: Person, grace: Person): Promise<Room> {
    const room = new Room(roomId, ada);
    const started = Promise.withResolvers<void>();
    grace.api.sync.onEvent.subscribe(undefined, {
      onData: ({ data }) => {
        if (data.kind === "ready") started.resolve();
        if (data.kind === "message.sent") room.#heard.get(data.message.clientId)?.();
      },
    });
    await started.promise;
    return room;
  }

  private constructor(roomId: string, ada: Person) {
    this.#roomId = roomId;
    this.#ada = ada;
  }

  /** How long each of so many messages takes to grace, one after another, in milliseconds. */
  async latencies(count: number, text: string): Promise<number[]> {
    const took: number[] = [];
    for (let sent = 0; sent < count; sent++) {
      const began = performance.now();
      await this.#send(text);
      took.push(performance.now() - began);
    }
    return took;
  }

  async fill(count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 10) await Promise.all(Array.from({ length: 10 }, () => this.#send(body)));
  }

  async head(): Promise<number> {
    return (await this.#ada.api.room.open.query({ roomId: this.#roomId, limit: 1 })).room.headSeq;
  }

  /** Resolves when grace has it. */
  async #send(text: string): Promise<void> {
    const clientId = `m${this.#count++}`;
    const heard = new Promise<void>((resolve) => this.#heard.set(clientId, resolve));
    await Promise.all([heard, this.#ada.api.message.send.mutate({ roomId: this.#roomId, clientId, body: text })]);
    this.#heard.delete(clientId);
  }
}

/** A stream that nobody reads any more once it has begun: every fourth over SSE, each with an id of its own. */
async function stopReading(server: TestServer, { session }: Person, index: number): Promise<() => void> {
  if (index % 4 === 0) {
    const headers = { authorization: `Bearer ${session.accessToken}`, accept: "text/event-stream" };
    const request = get(`${server.url}/trpc/sync.onEvent`, { headers });
    request.on("error", () => undefined);
    await new Promise((resolve) => request.once("response", resolve));
    return () => void request.destroy();
  }
  const socket = await RawSocket.openAs(server.wsUrl, session.accessToken);
  socket.send(call(1000 + index, "subscription", "sync.onEvent"));
  await socket.until(2);
  socket.socket.pause();
  return () => socket.ws.terminate();
}

/** The socket behind a stock client: the one of the package `ws`. */
function pauser(socket: object): { pause(): void; resume(): void } {
  if (!("pause" in socket && "resume" in socket)) throw new Error("this socket cannot stop reading");
  const { pause, resume } = socket;
  if (typeof pause !== "function" || typeof resume !== "function") throw new Error("this socket cannot stop reading");
  return { pause: () => void pause.call(socket), resume: () => void resume.call(socket) };
}

/** In MB, as the operating system counts it. */
async function memoryOf({ pid }: TestServer): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

async function socketsOf({ pid }: TestServer): Promise<number> {
  const files = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => "")));
  return links.filter((link) => link.startsWith("socket:")).length;
}

function p99(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0);
}
