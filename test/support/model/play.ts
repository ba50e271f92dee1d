import type { Message, RoomId } from "../../../server/contract/index.ts";
import { Chance } from "./chance.ts";
import { differences, history, misdeeds } from "./compare.ts";
import { Game } from "./game.ts";
import { Player, type Journal } from "./player.ts";
import { TabStorage } from "./tabs.ts";
import { startWorld, type World } from "./world.ts";

const people = ["ada", "grace", "mallory"] as const;
const settleMs = 15_000;

/** One random conversation of several clients over wires that break. Throws where anything is not as it should be. */
export async function play(seed: number, steps: number): Promise<void> {
  const chance = new Chance(seed);
  await using world = await startWorld(chance);
  const journal: Journal = { sent: [], windows: [], problems: [] };
  for (const name of people) await world.signUp(name);
  const roomIds = await foundRooms(world);
  const players = startPlayers(world, chance, journal);
  const game = new Game({ world, chance, players, roomIds });
  try {
    const opened = Promise.allSettled(players.map((player) => player.open(chance.pick(roomIds) ?? "")));
    for (let step = 0; step < steps; step++) await game.step();
    game.heal();
    await opened;
    await game.over();
    await settle(world, players);
    for (const player of players) player.excuseRefused();
    const stored = new Map<RoomId, Message[]>();
    for (const id of roomIds) stored.set(id, await history(world, id, "ada"));
    const found = misdeeds(journal, stored);
    if (found.length > 0) throw new Error(found.slice(0, 5).join("\n"));
  } finally {
    await Promise.all(players.map(({ client }) => client.close()));
  }
}

async function foundRooms(world: World): Promise<RoomId[]> {
  const ada = world.as("ada");
  const memberIds = ["grace", "mallory"];
  const engines = await ada.room.create({ type: "private", name: "Engines", memberIds });
  const lounge = await world.as("grace").room.create({ type: "public", name: "Lounge", memberIds: ["ada"] });
  const direct = await ada.room.direct({ userIds: ["grace"] });
  return [engines.id, lounge.id, direct.id];
}

/** One tab each, and somebody has a second one. */
function startPlayers(world: World, chance: Chance, journal: Journal): Player[] {
  const outboxes = new Map<string, TabStorage>(people.map((name) => [name, new TabStorage(chance)]));
  return [...people, chance.pick(people)].map((name) => {
    const storage = outboxes.get(name);
    if (storage === undefined) throw new Error("everybody has an outbox");
    return new Player(name, world, { storage, chance, journal });
  });
}

/** Resolves when every client shows what a fresh look at the server shows. */
async function settle(world: World, players: readonly Player[]): Promise<void> {
  const deadline = performance.now() + settleMs;
  for (;;) {
    const isAlone = ({ userId, hasReloaded }: Player) =>
      !hasReloaded && players.filter((other) => other.userId === userId).length === 1;
    const compared = players.map((player) => differences(world, player, isAlone(player)));
    const found = (await Promise.all(compared)).flat();
    for (const { waiting, userId } of players) found.push(...waiting.map((body) => `${userId}: "${body}" still waits`));
    if (found.length === 0) return;
    if (performance.now() > deadline) throw new Error(found.slice(0, 5).join("\n"));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
