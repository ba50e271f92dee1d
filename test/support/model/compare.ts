import { isDeepStrictEqual } from "node:util";
import type { OpenRoom } from "../../../client-sdk/timeline/open-room.ts";
import type { Message, RoomId, UserId } from "../../../server/contract/index.ts";
import type { Journal, Player } from "./player.ts";
import type { World } from "./world.ts";

/**
 * How a client's state differs from what the server would tell it now; empty where it does not. `isAlone`: there
 * was no other tab or earlier page of the same person, of whose blocks nothing would tell.
 */
export async function differences(world: World, player: Player, isAlone: boolean): Promise<string[]> {
  const { client, userId } = player;
  const api = world.as(userId);
  const found: string[] = [];
  const compare = (what: string, here: unknown, there: unknown) => {
    if (!isDeepStrictEqual(here, there)) found.push(`${userId}: ${what}\n here: ${text(here)}\nthere: ${text(there)}`);
  };
  const list = client.rooms.getSnapshot();
  const { items } = await api.room.list();
  compare("status", list.status, "ready");
  compare(
    "order of rooms",
    list.rooms.map(({ id }) => id),
    items.map(({ id }) => id),
  );
  for (const item of items) {
    const here = list.rooms.find(({ id }) => id === item.id);
    compare(`room ${item.id}`, here && normal(here, userId), normal(item, userId));
  }
  compare(
    "unread",
    list.unread,
    items.reduce((sum, { unread }) => sum + unread, 0),
  );
  compare("me", client.me.getSnapshot(), await api.user.me());
  if (isAlone) {
    const { items: blocked } = await api.user.blocked();
    compare("blocked", [...client.blocked.getSnapshot()].sort(), blocked.map(({ id }) => id).sort());
  }
  const mine = new Map(items.map((item) => [item.id, item]));
  for (const room of player.rooms.values()) {
    const state = room.getSnapshot();
    const summary = mine.get(room.id);
    if (summary === undefined) compare(`status of ${room.id}`, state.status, "left");
    else {
      compare(`unread in ${room.id}`, [state.unread, state.mentions], [summary.unread, summary.mentions]);
      for (const difference of await roomDifferences(world, room, userId)) compare(...difference);
    }
  }
  return found;
}

type Difference = [what: string, here: unknown, there: unknown];

async function roomDifferences(world: World, room: OpenRoom, me: UserId): Promise<Difference[]> {
  const { id } = room;
  const state = room.getSnapshot();
  const fresh = await world.as(me).room.open({ roomId: id });
  const all = await history(world, id, me);
  const first = state.messages.at(0)?.seq ?? 0;
  const last = state.messages.at(-1)?.seq ?? 0;
  const covered = all.filter(({ seq }) => seq >= first && seq <= last);
  const others = fresh.members.filter(({ user }) => user.id !== me);
  return [
    [`status of ${id}`, state.status, "live"],
    [`${id} itself`, state.room, fresh.room],
    [`my membership of ${id}`, state.membership, fresh.membership],
    [`members of ${id}`, state.members, fresh.members],
    [`read marks of ${id}`, state.readMarks, new Map(others.map(({ user, readSeq }) => [user.id, readSeq]))],
    [`messages of ${id}`, normal(state.messages, me), normal(covered, me)],
    [`hasOlder in ${id}`, state.hasOlder, all.some(({ seq }) => seq < first)],
    [`hasNewer in ${id}`, state.hasNewer, all.some(({ seq }) => seq > last)],
    [`pending in ${id}`, state.pending.filter(({ status }) => status !== "failed"), []],
    [`loading in ${id}`, state.loading, null],
  ];
}

/** All messages of a room, as one person sees them. */
export async function history({ services: { store } }: World, roomId: RoomId, viewer: UserId): Promise<Message[]> {
  const messages: Message[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await store.messages.list(roomId, viewer, { limit: 200, cursor });
    messages.unshift(...page.items);
    cursor = page.nextCursor;
  }
  return messages;
}

/** What the journal says that must not be. `seqs`: of all messages there are, by room. */
export function misdeeds(
  { sent, windows, problems }: Journal,
  stored: ReadonlyMap<RoomId, readonly Message[]>,
): string[] {
  const found = [...problems];
  for (const { roomId, seqs } of windows) {
    const all = (stored.get(roomId) ?? []).map(({ seq }) => seq);
    const covered = all.filter((seq) => seq >= (seqs.at(0) ?? 0) && seq <= (seqs.at(-1) ?? 0));
    if (!isDeepStrictEqual(covered, seqs))
      found.push(`a window of ${roomId} had a hole: ${seqs.join()} of ${covered.join()}`);
  }
  const seqOf = new Map([...stored.values()].flat().map((message) => [message.clientId, message.seq]));
  const lastSeq = new Map<object, Map<RoomId, number>>();
  for (const { clientId, life, roomId, body, excused } of sent) {
    const seq = seqOf.get(clientId);
    if (seq === undefined && !excused) found.push(`"${body}" was never stored`);
    if (seq === undefined || excused) continue;
    const inLife = lastSeq.get(life) ?? new Map<RoomId, number>();
    if (seq < (inLife.get(roomId) ?? 0)) found.push(`"${body}" was stored before what was sent before it`);
    lastSeq.set(life, inLife.set(roomId, seq));
  }
  return found;
}

/** Without the order in which emoji came to be, which events do not tell; one's own id stays first. */
function normal(value: unknown, me: UserId): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    if (key !== "reactions" || !Array.isArray(inner)) return inner;
    const reactions = inner as { emoji: string; userIds: string[] }[];
    return reactions
      .map((one) => ({
        ...one,
        userIds: one.userIds[0] === me ? [me, ...one.userIds.slice(1).sort()] : one.userIds.sort(),
      }))
      .sort((a, b) => (a.emoji < b.emoji ? -1 : 1));
  });
}

function text(value: unknown): string {
  return JSON.stringify(value instanceof Map ? [...value] : value);
}
