import { contentHash } from "../../../server/security/content-hash.ts";
import type { Store } from "../../../db/store.ts";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type { Command } from "../../../server/domain/commands.ts";
import { decide } from "../../../server/domain/decide.ts";
import type { Random } from "./random.ts";

/** Whom the history is about. */
export interface Cast {
  people: CastMember[];
  /** The busiest first. */
  rooms: { id: RoomId; members: CastMember[] }[];
}

export interface CastMember {
  id: UserId;
  username: string;
  sessionId: string;
}

export interface CastSize {
  people: number;
  rooms: number;
}

/** When everything begins. */
export const beginning = Date.UTC(2024, 0, 1);

const roomsPerTransaction = 100;

/**
 * Signs people up and founds their rooms, as the server itself does it. The first room is everybody's, the others are
 * of skewed sizes; three in ten are between two people, three are public. Everyone has the same password.
 */
export async function foundRooms(store: Store, size: CastSize, passwordHash: string, random: Random): Promise<Cast> {
  const people = Array.from({ length: size.people }, (_, index): CastMember => {
    const number = String(index + 1).padStart(5, "0");
    return { id: random.id(beginning + index), username: `person-${number}`, sessionId: random.id(beginning + index) };
  });
  await carryOut(
    store,
    people.map((person) => registration(person, passwordHash)),
  );

  const rooms: Cast["rooms"] = [];
  let founding: Command[] = [];
  const pairs = new Set<string>();
  for (let index = 0; index < size.rooms; index++) {
    const members = index === 0 ? people : gather(people, random);
    const pair = members.map(({ id }) => id).toSorted();
    const direct = members.length === 2 && !pairs.has(pair.join());
    if (direct) pairs.add(pair.join());
    const id = random.id(beginning + size.people + index);
    founding.push(direct ? directRoom(id, members) : namedRoom(id, index, members));
    rooms.push({ id, members });
    if (founding.length < roomsPerTransaction && index < size.rooms - 1) continue;
    await carryOut(store, founding);
    founding = [];
  }
  return { people, rooms };
}

/** Two people in three cases of ten, else up to a third of all of them, few for the most part. */
function gather(people: readonly CastMember[], random: Random): CastMember[] {
  const most = Math.max(3, Math.floor(people.length / 3));
  const size = random.happens(0.3) ? 2 : 3 + Math.floor((most - 3) * random.next() ** 8);
  const members = new Set<CastMember>();
  while (members.size < Math.min(size, people.length)) members.add(random.pick(people));
  return [...members];
}

function registration({ id, username, sessionId }: CastMember, passwordHash: string): Command {
  const end = new Date(Date.UTC(2100, 0, 1));
  return {
    kind: "account.register",
    at: new Date(beginning),
    userId: id,
    username,
    displayName: `Person ${username.slice(-5)}`,
    email: `${username}@example.org`,
    passwordHash,
    session: { id: sessionId, device: null, refreshHash: sessionId, endsAt: end, refreshExpiresAt: end },
  };
}

function namedRoom(roomId: RoomId, index: number, members: readonly CastMember[]): Command {
  const [, ...others] = members;
  const type = index % 10 < 4 ? "public" : "private";
  const asked = { type, name: `room ${index}`, topic: null, memberIds: others.map(({ id }) => id) } as const;
  return { kind: "room.create", ...acted(members), roomId, ...asked, clientId: null, contentHash: contentHash(asked) };
}

function directRoom(roomId: RoomId, members: readonly CastMember[]): Command {
  return { kind: "room.direct", ...acted(members), roomId, userIds: members.map(({ id }) => id).toSorted() };
}

function acted([founder]: readonly CastMember[]) {
  if (founder === undefined) throw new Error("A room needs someone who founds it.");
  return { actor: { userId: founder.id, sessionId: founder.sessionId }, at: new Date(beginning) };
}

async function carryOut(store: Store, commands: readonly Command[]): Promise<void> {
  const { outcomes } = await store.write(commands, decide);
  const failed = outcomes.find(({ kind }) => kind !== "done");
  if (failed !== undefined) throw new Error(`Not done: ${JSON.stringify(failed)}`, { cause: failed });
}
