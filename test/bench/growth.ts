// What calls cost as the data grows: node test/bench/growth.ts --data DIR --sizes 1000,1000000,10000000
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { RoomId } from "../../server/contract/index.ts";
import { decide } from "../../server/domain/decide.ts";
import { fill } from "./fill.ts";
import { chineseWord, commonWord, rareWord } from "./fill/words.ts";
import { newMessage, openWorld, type World } from "./growth/world.ts";

/** What one call costs with so many messages in the database. */
export interface GrowthRow {
  name: string;
  size: number;
  medianUs: number;
  p99Us: number;
  /** Its median against that of the smallest size. */
  ratioTo1k: number;
}

export interface GrowthOptions {
  /** Filled data folders are kept here, one for each size, and made where they are missing. */
  data: string;
  /** How many messages; the smallest first, to which the others are compared. */
  sizes: readonly number[];
  /** How often each call is made in each. */
  rounds: number;
  /** Only calls whose name contains this. */
  only?: string;
  onRow?: (row: GrowthRow) => void;
}

/**
 * Makes the same calls in databases of several sizes by turns, so that what else the machine does weighs on all alike.
 * Everything goes through the store, as the server opens it: no sockets, so that what the data costs shows.
 */
export async function growth({ data, sizes, rounds, only = "", onRow }: GrowthOptions): Promise<GrowthRow[]> {
  const worlds: World[] = [];
  for (const size of sizes) {
    const folder = path.join(data, String(size));
    if (!existsSync(path.join(folder, "natter.db"))) await fill({ messages: size, data: folder });
    worlds.push(await openWorld(size, folder));
  }
  const rows: GrowthRow[] = [];
  for (const [name, call] of Object.entries(calls)) {
    if (!name.includes(only)) continue;
    const measured = await measure(worlds, call, rounds);
    const base = measured[0]?.medianUs ?? 1;
    for (const row of measured.map((of) => ({ name, ...of, ratioTo1k: of.medianUs / base }))) {
      rows.push(row);
      onRow?.(row);
    }
  }
  for (const { store } of worlds) await store.close();
  return rows;
}

type Call = (world: World) => Promise<unknown>;

const newest = Number.MAX_SAFE_INTEGER;

const calls: Record<string, Call> = {
  send: (world) => send(world, world.hall, world.people),
  "send to a team": (world) => {
    const { id, members } = world.random.pick(world.teams);
    return send(world, id, members);
  },
  "32 sends at once": ({ store, random, people, ...world }) =>
    store.write(
      Array.from({ length: 32 }, () =>
        newMessage({ store, random, people, ...world }, world.hall, random.pick(people)),
      ),
      decide,
    ),
  "room.open": ({ store, random, people, hall }) => store.rooms.open(hall, random.pick(people).userId, 50),
  "room.open, a team": ({ store, random, teams }) => {
    const { id, members } = random.pick(teams);
    return store.rooms.open(id, random.pick(members).userId, 5);
  },
  "message.list, newest": (world) => listAround(world, newest),
  "message.list, middle": (world) => listAround(world, Math.floor(world.hallHead / 2)),
  "message.list, anywhere": (world) => listAround(world, 1 + world.random.below(world.hallHead)),
  "room.list": ({ store, random, people }) => store.rooms.list(random.pick(people).userId),
  "resume, 50 behind": ({ store, random, people }) => resume({ store, random, people }, 50),
  "user.list": ({ store }) => store.users.list({ limit: 50 }),
  "user.list, a name": ({ store }) => store.users.list({ query: "00999", limit: 50 }),
  "room.browse": ({ store }) => store.rooms.browse({ limit: 50 }),
  "search, common": (world) => search(world, "the"),
  "search, usual": (world) => search(world, commonWord),
  "search, two words": (world) => search(world, `${commonWord} the`),
  "search, rare": (world) => search(world, rareWord),
  "search, two signs": (world) => search(world, chineseWord),
  "search, nothing": (world) => search(world, "onomatopoeia"),
  "search, five words": (world) => search(world, "the meeting deploy coffee holiday"),
  "search, nothing of common pieces": (world) => search(world, `${commonWord} zq`),
  "search in a room, common": (world) => search(world, "the", world.hall),
  "search in a room, rare": (world) => search(world, rareWord, world.hall),
  "search in a room, two signs": (world) => search(world, chineseWord, world.hall),
  "search in a room, nothing": (world) => search(world, "onomatopoeia", world.hall),
};

async function send(world: World, roomId: RoomId, members: World["people"]): Promise<void> {
  const { outcomes } = await world.store.write([newMessage(world, roomId, world.random.pick(members))], decide);
  if (outcomes[0]?.kind !== "done") throw new Error("Not sent.");
}

function listAround({ store, random, people, hall }: World, around: number): Promise<unknown> {
  return store.messages.list(hall, random.pick(people).userId, { limit: 50, around });
}

async function resume({ store, random, people }: Pick<World, "store" | "random" | "people">, behind: number) {
  const from = Math.max(0, (await store.log.head()) - behind);
  return store.log.read({ userId: random.pick(people).userId }, from, 200, from);
}

function search({ store, random, people }: World, query: string, roomId?: RoomId): Promise<unknown> {
  return store.messages.search(random.pick(people).userId, { query, roomId, limit: 50 });
}

const warmUpRounds = 10;

async function measure(worlds: readonly World[], call: Call, rounds: number) {
  const times = new Map(worlds.map((world) => [world, [] as number[]]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [world, taken] of times) {
      const started = performance.now();
      await call(world);
      const us = (performance.now() - started) * 1000;
      if (round >= 0) taken.push(us);
    }
  }
  return [...times].map(([{ size }, taken]) => {
    taken.sort((a, b) => a - b);
    return { size, medianUs: quantile(taken, 0.5), p99Us: quantile(taken, 0.99) };
  });
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      sizes: { type: "string", default: "1000,1000000" },
      rounds: { type: "string", default: "200" },
      only: { type: "string", default: "" },
    },
  });
  if (values.data === undefined) throw new Error("Name a folder for the filled databases: --data DIR");
  console.log(`${"".padEnd(34)}${"messages".padStart(10)}${"median us".padStart(11)}${"p99 us".padStart(10)}  ratio`);
  await growth({
    data: values.data,
    sizes: values.sizes.split(",").map(Number),
    rounds: Number(values.rounds),
    only: values.only,
    onRow: ({ name, size, medianUs, p99Us, ratioTo1k }) => {
      const figures = [String(size).padStart(10), medianUs.toFixed(0).padStart(11), p99Us.toFixed(0).padStart(10)];
      console.log(`${name.padEnd(34)}${figures.join("")}${ratioTo1k.toFixed(2).padStart(7)}`);
    },
  });
}

if (import.meta.main) await main();
