import { setTimeout as wait } from "node:timers/promises";
import { TRPCClientError, type TRPCClient } from "@trpc/client";
import type { NatterClient } from "../../client-sdk/client.ts";
import { isNatterError } from "../../client-sdk/errors.ts";
import type { ErrorData, HistoryEvent, Message, RoomId, UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { Recorder, violations, type SendRecord } from "./history.ts";
import type { Person } from "./people.ts";
import { recount } from "./recount.ts";
import { Ear } from "./witness.ts";

/** Somebody who talks, with whichever client. */
export interface Speaker {
  name: string;
  id: UserId;
  api: TRPCClient<AppRouter>;
  /** How many messages go out together: more than one where the client promises to keep their order. */
  burst: number;
  send(message: { roomId: RoomId; clientId: string; body: string }): Promise<Message>;
}

/** With tRPC's own client: a send whose connection breaks fails, and is made again with the same clientId. */
export function withStockClient({ me, api }: Person): Speaker {
  return { name: me.username, id: me.id, api, burst: 1, send: (message) => api.message.send.mutate(message) };
}

/** With ours. */
export async function withSdk(client: NatterClient): Promise<Speaker> {
  const me = await client.api.user.me.query();
  return { name: me.username, id: me.id, api: client.api, burst: 4, send: (message) => client.send(message) };
}

interface Listening {
  name: string;
  userId: UserId;
  ear: Ear;
  /** Null for a guest, who comes and goes. */
  after: ReadonlyMap<RoomId, number> | null;
}

interface ListenOptions {
  /** Where it is not the client that the speaker talks with. */
  api?: TRPCClient<AppRouter>;
  roomId?: RoomId;
  /** Not a member from the beginning to the end. */
  asGuest?: boolean;
}

interface Start {
  lastEventId: string;
  seqs: ReadonlyMap<RoomId, number>;
}

/**
 * People who talk in two rooms while a test breaks what it likes under them. Everyone repeats what they never heard
 * back about. At the end `conclude` says what was lost, doubled, reordered or missed.
 */
export class Talk {
  readonly roomIds: readonly RoomId[];
  /** Sends that ended as failed, with their reasons: nothing of them may be stored. */
  readonly failures: string[] = [];
  acked = 0;
  readonly #speakers: readonly Speaker[];
  readonly #recorder = new Recorder();
  readonly #listening: Listening[] = [];
  readonly #start: Start;
  #talking: Promise<void>[] = [];
  #over = false;
  #wake: () => void = () => {};

  private constructor(speakers: readonly Speaker[], start: Start) {
    this.#speakers = speakers;
    this.#start = start;
    this.roomIds = [...start.seqs.keys()];
  }

  /** Makes two rooms with everyone in them. Everyone listens to all, and the first one to the first room besides. */
  static async begin(...speakers: [Speaker, ...Speaker[]]): Promise<Talk> {
    const [first, ...others] = speakers;
    const memberIds = others.map(({ id }) => id);
    for (const name of ["Engines", "Looms"]) await first.api.room.create.mutate({ type: "private", name, memberIds });
    const talk = new Talk(speakers, await positionOf(first.api));
    await Promise.all([
      ...speakers.map((speaker) => talk.listen(speaker)),
      talk.listen(first, { roomId: talk.roomIds[0] ?? "" }),
    ]);
    return talk;
  }

  /** Lets everyone talk in so many lines at once. */
  speak(lines: number): void {
    for (const speaker of this.#speakers) {
      for (let line = 0; line < lines; line++) this.#talking.push(this.#line(speaker, line));
    }
  }

  /** Opens another stream, from where the talk began: what has happened since is read first. */
  async listen(
    { name, id: userId }: Pick<Speaker, "name" | "id">,
    { api, roomId, asGuest = false }: ListenOptions = {},
  ): Promise<void> {
    const through = api ?? this.#speakers.find((one) => one.id === userId)?.api;
    if (through === undefined) throw new Error(`${name} has no client`);
    const { lastEventId, seqs } = this.#start;
    const rooms = roomId === undefined ? seqs : new Map([[roomId, seqs.get(roomId) ?? 0]]);
    const ear = new Ear(through, roomId === undefined ? { lastEventId } : { lastEventId, roomId });
    this.#listening.push({ name: `${name} (${this.#listening.length})`, userId, ear, after: asGuest ? null : rooms });
    await ear.ready();
  }

  /** Resolves when so many more sends have been acknowledged; rejects when that takes more than a minute. */
  untilAcked(more: number): Promise<void> {
    const enough = this.acked + more;
    return this.#until(() => this.acked >= enough);
  }

  /** The same of sends that failed. */
  untilFailed(more: number): Promise<void> {
    const enough = this.failures.length + more;
    return this.#until(() => this.failures.length >= enough);
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`it never came; failed: ${this.failures.slice(-5).join(", ")}`);
      await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), wait(5_000, null, { ref: false })]);
    }
  }

  /** Everyone stops, every send is repeated, every reader gets so long to reach the head. What went wrong, in words. */
  async conclude(patienceMs = 30_000): Promise<string[]> {
    this.#over = true;
    await Promise.all(this.#talking);
    const [reader] = this.#speakers;
    if (reader === undefined) return [];
    // Before the repeats, which would put back what was lost, and after them, which show what is stored twice.
    const { sends } = this.#recorder;
    const lost = violations({ sends, witnesses: [], final: await this.#allMessages(reader), log: [] });
    await this.#repeatAll();
    const final = await this.#allMessages(reader);
    const { seqs: heads } = await positionOf(reader.api);
    const log = (await Promise.all([...heads].map((head) => this.#wholeLog(reader, head, patienceMs)))).flat();
    const headsOf = (roomIds: Iterable<RoomId>) =>
      new Map([...roomIds].map((roomId) => [roomId, heads.get(roomId) ?? 0]));
    await Promise.all(this.#listening.map(({ ear, after }) => ear.reaches(headsOf(after?.keys() ?? []), patienceMs)));
    for (const { ear } of this.#listening) ear[Symbol.dispose]();
    const witnesses = this.#listening.map(({ name, userId, ear, after }) => {
      return { name, userId, events: ear.events, ...(after !== null && { after }) };
    });
    return [...lost, ...violations({ sends, witnesses, final, log }), ...(await recount(this.#speakers, final, heads))];
  }

  async #line(speaker: Speaker, line: number): Promise<void> {
    const name = `${speaker.name}-${line}`;
    const roomId = this.roomIds[line % this.roomIds.length] ?? "";
    for (let number = 0; !this.#over; number += speaker.burst) {
      const ids = Array.from({ length: speaker.burst }, (_, index) => `${name}-${number + index}`);
      await Promise.all(ids.map((clientId) => this.#send(speaker, roomId, clientId, name)));
    }
  }

  async #send(speaker: Speaker, roomId: RoomId, clientId: string, line: string): Promise<void> {
    const body = `${clientId} says something`;
    const record = this.#recorder.begin({ senderId: speaker.id, roomId, clientId, body, line });
    while (!(await this.#attempt(speaker, record))) await wait(5);
    if (record.outcome === "ok") this.acked++;
    this.#wake();
    if (record.outcome !== "ok") await wait(50);
    else if (this.acked % 10 === 0) await like(speaker, record);
  }

  /** False: it is not known whether it was stored. */
  async #attempt(speaker: Speaker, record: SendRecord): Promise<boolean> {
    const { roomId, clientId, body } = record;
    try {
      this.#recorder.end(record, "ok", await speaker.send({ roomId, clientId, body }));
      return true;
    } catch (error) {
      const reason = refusalOf(error);
      if (reason === null) return false;
      this.failures.push(`${clientId}: ${reason}`);
      const nobodyKnows = reason === "internal" || (isNatterError(error) && error.outcome === "unknown");
      // Repeated at the end, it is another send than those that it was made with.
      delete record.line;
      this.#recorder.end(record, nobodyKnows ? "unknown" : "failed");
      return true;
    }
  }

  /** A retry always answers alike, whenever it comes. */
  async #repeatAll(): Promise<void> {
    const repeatable = this.#recorder.sends.filter(({ outcome }) => outcome !== "failed");
    for (let from = 0; from < repeatable.length; from += 100) {
      await Promise.all(repeatable.slice(from, from + 100).map((record) => this.#repeat(record)));
    }
  }

  async #repeat(record: SendRecord): Promise<void> {
    const speaker = this.#speakers.find(({ id }) => id === record.senderId);
    if (speaker !== undefined) await this.#attempt(speaker, record);
  }

  async #allMessages({ api }: Speaker): Promise<Message[]> {
    return (await Promise.all(this.roomIds.map((roomId) => allMessages(api, roomId)))).flat();
  }

  /** A room's history from its first event on, as a reader hears it who was never cut off. */
  async #wholeLog({ api }: Speaker, head: readonly [RoomId, number], patienceMs: number): Promise<HistoryEvent[]> {
    const [roomId] = head;
    const [epoch] = this.#start.lastEventId.split(".");
    using ear = new Ear(api, { roomId, lastEventId: `${epoch}.0` });
    await ear.reaches(new Map([head]), patienceMs);
    return ear.history();
  }
}

/** A mutation that says what shall be: made again until it is known to be so. */
async function like({ api }: Speaker, { answers }: SendRecord): Promise<void> {
  const [message] = answers;
  if (message === undefined) return;
  for (;;) {
    try {
      return await api.message.react.mutate({ messageId: message.id, emoji: "👍" });
    } catch (error) {
      if (refusalOf(error) !== null) return;
      await wait(5);
    }
  }
}

/** Why a call failed; null where the answer never came. */
function refusalOf(error: unknown): string | null {
  if (isNatterError(error)) return error.reason;
  if (!(error instanceof TRPCClientError)) throw error;
  const data = error.data as ErrorData | undefined | null;
  return data?.reason ?? null;
}

/** How far the log, and each of one's rooms, has got. */
async function positionOf(api: TRPCClient<AppRouter>): Promise<Start> {
  const { items, lastEventId } = await api.room.list.query();
  return { lastEventId, seqs: new Map(items.map(({ id, headSeq }) => [id, headSeq])) };
}

async function allMessages(api: TRPCClient<AppRouter>, roomId: RoomId): Promise<Message[]> {
  const pages: Message[][] = [];
  let cursor: string | undefined;
  do {
    const page = await api.message.list.query({ roomId, limit: 200, cursor });
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages.toReversed().flat();
}
