// Fills a data folder with a made-up history: node test/bench/fill.ts --messages 1000000 --data DIR
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { createPasswords } from "../../server/security/passwords.ts";
import { password } from "../support/people.ts";
import { Bulk } from "./fill/bulk.ts";
import { foundRooms, type Cast, type CastSize } from "./fill/cast.ts";
import { History } from "./fill/history.ts";
import { Random } from "./fill/random.ts";

export interface FillOptions extends Partial<CastSize> {
  messages: number;
  /** The data folder; it must not have a database yet. */
  data: string;
  seed?: number;
  /** Told every so many messages, and at each stage of what comes after the last one. */
  onProgress?: (messages: number, stage: string) => void;
}

const messagesPerReport = 10_000;

/**
 * Makes a database as years of use would have left it: the same one for the same seed. All that the server keeps twice
 * agrees: the log with the rows, heads, marks, mentions and the search index. Everyone signs in with the password of
 * the tests. Resolves with who is in it.
 */
export async function fill(options: FillOptions): Promise<Cast> {
  const { messages, data, people = 1000, rooms = 2000, seed = 1, onProgress = () => {} } = options;
  const random = new Random(seed);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = path.join(data, "natter.db");
  const report = async (sent: number, stage: string) => {
    onProgress(sent, stage);
    // Whoever shows it has a timer.
    await nextTurn();
  };
  await report(0, "people and rooms");
  const passwordHash = await createPasswords().hash(password, { username: "everyone" });
  const store = await openSqliteStore({ file });
  const cast = await foundRooms(store, { people, rooms }, passwordHash, random);
  const heads = new Map<string, number>();
  for (const { id } of cast.rooms) heads.set(id, (await store.rooms.get(id))?.headSeq ?? 0);
  const head = await store.log.head();
  await store.close();

  const bulk = new Bulk(file);
  const history = new History(cast, heads, head, { messages, random, chronicle: bulk });
  for (let sent = 0; sent < messages; sent++) {
    if (sent % messagesPerReport === 0) await report(sent, "messages");
    history.send();
  }
  history.end();
  await bulk.finish(history.rooms, (stage) => report(messages, stage));
  return cast;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: "string", default: "1000000" },
      data: { type: "string" },
      people: { type: "string", default: "1000" },
      rooms: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
    },
  });
  if (values.data === undefined) throw new Error("Name the folder to fill: --data DIR");
  const messages = Number(values.messages);
  const bar = new SingleBar({
    noTTYOutput: true,
    notTTYSchedule: 10_000,
    format: "{bar} {percentage}% | {value} messages | {eta_formatted} to go | {stage}",
  });
  const started = performance.now();
  bar.start(messages, 0, { stage: "" });
  await fill({
    messages,
    data: values.data,
    people: Number(values.people),
    rooms: Number(values.rooms),
    seed: Number(values.seed),
    onProgress: (done, stage) => bar.update(done, { stage }),
  });
  bar.stop();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${messages} messages in ${seconds.toFixed(1)} s, ${Math.round(messages / seconds)} a second`);
}

if (import.meta.main) await main();
