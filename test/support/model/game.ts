import { isNatterError } from "../../../client-sdk/errors.ts";
import type { Message, RoomId } from "../../../server/contract/index.ts";
import type { Chance } from "./chance.ts";
import type { Player } from "./player.ts";
import { nextTurn } from "./wire.ts";
import type { World } from "./world.ts";

const emoji = ["👍", "❤️", "🎉", "❤"] as const;

interface Scene {
  readonly world: World;
  readonly chance: Chance;
  readonly players: readonly Player[];
  readonly roomIds: RoomId[];
}

type Move = (scene: Scene, player: Player, roomId: RoomId) => unknown;

/** What can happen, and how often it does. */
const moves: readonly [weight: number, move: Move][] = [
  [
    24,
    ({ chance }, player, roomId) =>
      player.send(roomId, chance.is(0.3) ? `hello @${nameOf(chance)}` : `m${chance.int(1e6)}`),
  ],
  [
    6,
    ({ chance }, player, roomId) =>
      withMessage(chance, player, roomId, (room, { id }) => room.edit(id, `e${chance.int(1e6)} @${nameOf(chance)}`)),
  ],
  [4, ({ chance }, player, roomId) => withMessage(chance, player, roomId, (room, { id }) => room.delete(id))],
  [
    8,
    ({ chance }, player, roomId) =>
      withMessage(chance, player, roomId, (room, { id }) => room.react(id, chance.pick(emoji))),
  ],
  [
    5,
    ({ chance }, player, roomId) =>
      withMessage(chance, player, roomId, (room, { id }) => room.unreact(id, chance.pick(emoji))),
  ],
  [5, (scene, player, roomId) => reply(scene, player, roomId)],
  [6, ({ chance }, player, roomId) => markRead(chance, player, roomId)],
  [3, (_, player, roomId) => player.rooms.get(roomId)?.loadOlder()],
  [2, (_, player, roomId) => player.rooms.get(roomId)?.loadNewer()],
  [2, ({ chance }, player, roomId) => player.rooms.get(roomId)?.loadAround(chance.int(60))],
  [2, (_, player, roomId) => player.rooms.get(roomId)?.jumpToNewest()],
  [2, ({ chance }, player, roomId) => player.rooms.get(roomId)?.setTyping(chance.is(0.5))],
  [6, (_, player, roomId) => player.open(roomId)],
  [3, (_, player, roomId) => player.close(roomId)],
  [3, (scene, player, roomId) => elsewhere(scene, player, roomId)],
  [3, ({ world }, { userId }, roomId) => world.as(userId).room.leave({ roomId })],
  [4, ({ world }, { userId }, roomId) => world.as(userId).room.join({ roomId })],
  [3, ({ world, chance }, { userId }, roomId) => world.as(userId).room.addMember({ roomId, userId: nameOf(chance) })],
  [
    2,
    ({ world, chance }, { userId }, roomId) => world.as(userId).room.removeMember({ roomId, userId: nameOf(chance) }),
  ],
  [
    2,
    ({ world, chance }, { userId }, roomId) =>
      world
        .as(userId)
        .room.setRole({ roomId, userId: nameOf(chance), role: chance.pick(["owner", "moderator", "member"]) }),
  ],
  [
    2,
    ({ world, chance }, { userId }, roomId) => world.as(userId).room.update({ roomId, topic: `t${chance.int(1e6)}` }),
  ],
  [2, ({ world, chance }, { userId }) => world.as(userId).user.update({ displayName: `${userId} ${chance.int(100)}` })],
  [1, ({ chance }, { client }) => client.block(nameOf(chance))],
  [1, ({ chance }, { client }) => client.unblock(nameOf(chance))],
  [1, (scene, { userId }) => found(scene, userId)],
  [5, (_, { wire }) => wire.cut()],
  [6, ({ chance }, { wire }) => wire.cutAfter(chance.int(12))],
  [4, (_, { wire }) => wire.down()],
  [4, (_, { wire }) => wire.up()],
  [3, (_, { wire }) => void (wire.skipsNext = true)],
  [1, (_, { wire }) => void (wire.refusesNext = true)],
  [3, (_, player) => player.reload()],
  [1, ({ world, chance }) => void (world.haste = chance.is(0.5) ? 0.3 : 0)],
];

const total = moves.reduce((sum, [weight]) => sum + weight, 0);

/** What several people and the network do, one thing after the other, without waiting for what comes of it. */
export class Game {
  readonly #scene: Scene;
  readonly #running = new Set<Promise<unknown>>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  async step(): Promise<void> {
    const { chance, players, roomIds } = this.#scene;
    const player = chance.pick(players);
    const roomId = chance.pick(roomIds);
    if (player === undefined || roomId === undefined) return;
    const running = Promise.resolve(this.#move()(this.#scene, player, roomId)).catch(mustBeTyped);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
    for (let turns = chance.int(12); turns > 0; turns--) await nextTurn();
  }

  /** Everything that was in the way is gone. */
  heal(): void {
    const { world, players } = this.#scene;
    world.haste = 0;
    for (const { wire } of players) {
      wire.up();
      wire.skipsNext = false;
      wire.refusesNext = false;
      wire.cutAfter(Infinity);
    }
  }

  /** Resolves when nothing is under way any more. */
  async over(): Promise<void> {
    await Promise.all(this.#running);
  }

  #move(): Move {
    let left = this.#scene.chance.int(total);
    for (const [weight, move] of moves) if ((left -= weight) < 0) return move;
    throw new Error("unreachable");
  }
}

/** A refusal is part of the game; anything else is a fault. The API's own errors are tRPC's. */
function mustBeTyped(error: unknown): void {
  if (!isNatterError(error) && !(error instanceof Error && error.name === "TRPCError")) throw error;
  if (error instanceof Error && /internal/i.test(error.message)) throw error;
}

function nameOf(chance: Chance): string {
  return chance.pick(["ada", "grace", "mallory"]);
}

type Room = NonNullable<ReturnType<Player["rooms"]["get"]>>;

function withMessage(
  chance: Chance,
  player: Player,
  roomId: RoomId,
  change: (room: Room, message: Message) => unknown,
) {
  const room = player.rooms.get(roomId);
  const message = room === undefined ? undefined : chance.pick(room.getSnapshot().messages);
  return room === undefined || message === undefined ? undefined : change(room, message);
}

function reply({ chance, world }: Scene, player: Player, roomId: RoomId) {
  return withMessage(chance, player, roomId, (_, { id }) =>
    send(world, player.userId, roomId, { body: `re ${id}`, replyToId: id }),
  );
}

function markRead(chance: Chance, player: Player, roomId: RoomId): void {
  const room = player.rooms.get(roomId);
  if (chance.is(0.4)) room?.markRead();
  else room?.markRead(chance.int(40));
}

/** The same person on a device without our client. */
async function elsewhere({ world, chance }: Scene, { userId }: Player, roomId: RoomId): Promise<void> {
  const times = chance.is(0.1) ? 60 : 1 + chance.int(4);
  for (let time = 0; time < times; time++) await send(world, userId, roomId, { body: `d${chance.int(1e6)}` });
}

function send(world: World, userId: string, roomId: RoomId, content: { body: string; replyToId?: string }) {
  return world.as(userId).message.send({ roomId, clientId: crypto.randomUUID(), ...content });
}

async function found({ world, chance, roomIds }: Scene, userId: string): Promise<void> {
  const memberIds = [nameOf(chance)];
  roomIds.push((await world.as(userId).room.create({ type: "public", name: "Another", memberIds })).id);
}
