import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { natter } from "../support/command-line.ts";
import { Followed } from "../support/inbox.ts";
import { signIn, signUp, type Person } from "../support/people.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer } from "../support/server.ts";

/** A long run: `npm run soak:backup`. */
const backups = Number(process.env["NATTER_BACKUPS"] ?? 3);
const perSecond = 500;
/** A frame takes 256 calls. */
const mostUnanswered = 200;

/** Sends at that pace, whatever the answers take, until it is stopped. What was acknowledged is in `acked`. */
class Flood {
  readonly acked = new Set<string>();
  readonly #sending = new Set<Promise<void>>();
  readonly #running: Promise<void>;
  #over = false;

  constructor(person: Person, roomId: string) {
    this.#running = this.#run(person, roomId);
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#running;
    await Promise.all(this.#sending);
  }

  async #run({ api }: Person, roomId: string): Promise<void> {
    const started = performance.now();
    let number = 0;
    for (let due = 0; !this.#over; await wait(10)) {
      const now = ((performance.now() - started) / 1000) * perSecond;
      // A busy machine is not made up for: all that is unanswered goes into one frame when the socket comes back.
      for (due = Math.max(due, now - mostUnanswered); due < now && this.#sending.size < mostUnanswered; due++) {
        const clientId = `flood-${number++}`;
        const sending = api.message.send.mutate({ roomId, clientId, body: `this is ${clientId}` }).then(
          () => void this.acked.add(clientId),
          // Not acknowledged: nothing is promised of it.
          () => {},
        );
        this.#sending.add(sending);
        void sending.then(() => this.#sending.delete(sending));
      }
    }
  }
}

test(
  `${backups} backups while ${perSecond} messages a second arrive: each is sound and holds all that was acknowledged before it began`,
  { timeout: 120_000 + backups * 20_000 },
  async () => {
    await using server = await startServer();
    const target = path.join(server.data, "..", `${path.basename(server.data)}-restored`);
    await using ada = await signUp(server.url, "ada");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines" });
    const { lastEventId } = await ada.api.room.list.query();
    const flood = new Flood(ada, room.id);
    for (let round = 0; round < backups; round++) {
      const from = flood.acked.size;
      while (flood.acked.size < from + 200) await wait(20);
      const before = [...flood.acked];
      expect(await natter(server.data, ["backup", path.join(server.data, "b.db"), "--force"])).toMatchObject({
        code: 0,
        stderr: "",
      });
      // Somebody was writing while it was made.
      expect(flood.acked.size).toBeGreaterThan(before.length);
      rmSync(target, { recursive: true, force: true });
      expect(await natter(target, ["restore", path.join(server.data, "b.db")])).toMatchObject({ code: 0, stderr: "" });
      expect(unsoundness(target)).toEqual([]);
      const database = new Database(path.join(target, "natter.db"), { readonly: true });
      const stored = new Set(database.prepare("select client_id from messages").pluck().all());
      database.close();
      expect(before.filter((clientId) => !stored.has(clientId))).toEqual([]);
    }
    await flood.stop();

    await using restored = await startServer({ data: target });
    await using again = await signIn(restored.url, "ada");
    using stream = new Followed((on) => again.api.sync.onEvent.subscribe({ lastEventId }, on));
    expect(await stream.first()).toMatchObject({ data: { kind: "reset", reason: "other_epoch" } });
    rmSync(target, { recursive: true, force: true });
  },
);
