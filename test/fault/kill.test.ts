import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import type { HistoryEvent, Message, RoomId } from "../../server/contract/index.ts";
import { Recorder, violations, type SendRecord } from "../support/history.ts";
import { Listener, signUp, type Person } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** A long run kills more often: `NATTER_KILLS=1000 npm run test:fault`. */
const kills = Number(process.env["NATTER_KILLS"] ?? 6);
const sendersEach = 4;

test(
  `ada and grace talk while the server is killed ${kills} times: nothing is lost, doubled or reordered`,
  { timeout: 60_000 + kills * 4_000 },
  async () => {
    await using server = await startServer();
    await using ada = await signUp(server.url, "ada");
    await using grace = await signUp(server.url, "grace");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [grace.me.id] });
    const { lastEventId } = await ada.api.room.list.query();
    const listeners = [ada, grace].map((person) => new Listener(person.api, { lastEventId }));
    await Promise.all(listeners.map((listener) => listener.ready()));

    const recorder = new Recorder();
    const talk = new Talk(recorder, room.id);
    const talking = [ada, grace].flatMap((person) => Array.from({ length: sendersEach }, (_, i) => talk.speak(person, i)));
    for (let kill = 0; kill < kills; kill++) {
      await talk.untilAcked(recorder.sends.length + 20 + (kill % 7) * 5);
      await server.restart();
    }
    await talk.untilAcked(recorder.sends.length + 20);
    talk.over = true;
    await Promise.all(talking);
    await talk.repeatAll([ada, grace]);

    const final = await allMessages(ada, room.id);
    const log = await wholeLog(ada, room.id, lastEventId, final);
    await Promise.all(listeners.map((listener) => listener.until((events) => hasReached(events, log))));
    const witnesses = listeners.map((listener, i) => ({ name: i === 0 ? "ada" : "grace", events: listener.events }));
    expect(violations({ sends: recorder.sends, witnesses, final, log })).toEqual([]);
    expect(recorder.sends.filter((send) => send.outcome === "ok").length).toBeGreaterThan(kills * 20);
    await expectSound(server);
    for (const listener of listeners) listener.stop();
  },
);

/** People who send one message after the other, and repeat what they never heard back about. */
class Talk {
  over = false;
  readonly #recorder: Recorder;
  readonly #roomId: RoomId;
  #acked = 0;
  #wake: () => void = () => {};

  constructor(recorder: Recorder, roomId: RoomId) {
    this.#recorder = recorder;
    this.#roomId = roomId;
  }

  async speak(person: Person, line: number): Promise<void> {
    for (let number = 0; !this.over; number++) {
      const clientId = `${person.me.username}-${line}-${number}`;
      const record = this.#recorder.begin({
        senderId: person.me.id,
        roomId: this.#roomId,
        clientId,
        body: `${clientId} says something`,
      });
      while (!(await this.#attempt(person, record)));
      this.#acked++;
      this.#wake();
    }
  }

  async untilAcked(count: number): Promise<void> {
    while (this.#acked < count) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** A retry always answers alike, whenever it comes. */
  async repeatAll(people: readonly Person[]): Promise<void> {
    for (const record of this.#recorder.sends) {
      const person = people.find((one) => one.me.id === record.senderId);
      if (person !== undefined) await this.#attempt(person, record);
    }
  }

  /** False: it is not known whether it was stored. */
  async #attempt(person: Person, record: SendRecord): Promise<boolean> {
    const { roomId, clientId, body } = record;
    try {
      this.#recorder.end(record, "ok", await person.api.message.send.mutate({ roomId, clientId, body }));
      return true;
    } catch (error) {
      if (error instanceof TRPCClientError && error.data != null) throw error;
      return false;
    }
  }
}

async function allMessages(person: Person, roomId: RoomId): Promise<Message[]> {
  const pages: Message[][] = [];
  let cursor: string | undefined;
  do {
    const page = await person.api.message.list.query({ roomId, limit: 200, cursor });
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages.toReversed().flat();
}

/** The room's history from its first event on, as a reader hears it who was never cut off. */
async function wholeLog(person: Person, roomId: RoomId, from: string, final: Message[]): Promise<HistoryEvent[]> {
  const epoch = from.split(".")[0];
  const listener = new Listener(person.api, { roomId, lastEventId: `${epoch}.0` });
  await listener.until((events) => events.filter((event) => event.kind === "message.sent").length >= final.length);
  listener.stop();
  return listener.events.filter((event): event is HistoryEvent => "seq" in event);
}

function hasReached(events: readonly object[], log: readonly HistoryEvent[]): boolean {
  return events.some((event) => "seq" in event && event.seq === log.at(-1)?.seq);
}

async function expectSound(server: TestServer): Promise<void> {
  const { default: Database } = await import("better-sqlite3");
  await server.kill();
  const database = new Database(`${server.data}/natter.db`, { readonly: true });
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  database.close();
}
