import type { Author, Message, RoomSummary, UserId } from "../../server/contract/index.ts";
import type { PendingMessage } from "../outbox/pending.ts";
import { withChanges, type Change } from "./changes.ts";
import type { RoomState } from "./open-room.ts";
import { readMarks, type RoomData } from "./room-data.ts";

/** What a room's state is made of. */
export interface RoomFacts {
  readonly data: RoomData;
  readonly me: UserId;
  readonly changes: readonly Change[];
  readonly pending: readonly PendingMessage[];
  readonly loading: RoomState["loading"];
  readonly firstUnreadSeq: number | null;
  readonly isLive: boolean;
  /** As it is listed; undefined where it is not (yet). */
  readonly summary: RoomSummary | undefined;
  readonly typing: readonly Author[];
}

/** The state as the app sees it. Whatever in it is as `before` is the same object, the whole if everything is. */
export function roomStateOf(facts: RoomFacts, before: RoomState | null): RoomState {
  const { data, me, changes, pending, summary, isLive, loading, firstUnreadSeq, typing } = facts;
  const { room, membership, members, window, left } = data;
  const { unread = 0, mentions = 0 } = summary ?? {};
  const state: RoomState = {
    status: left ? "left" : isLive ? "live" : "catching-up",
    ...{ room, membership, members, loading, unread, mentions, firstUnreadSeq },
    others: kept(before?.others, others(facts)),
    messages: withChanges(window.messages, changes, me),
    pending: kept(before?.pending, withoutStored(pending, window.messages, me)),
    hasOlder: window.hasOlder,
    hasNewer: window.hasNewer,
    readMarks: keptMap(before?.readMarks, readMarks(data)),
    typing: kept(before?.typing, typing),
  };
  return before !== null && isSame(before, state) ? before : state;
}

function others({ data: { room, members }, summary, me }: RoomFacts): readonly Author[] {
  if (room.type !== "direct") return [];
  return summary?.others ?? members.flatMap(({ user }) => (user.id === me ? [] : [user]));
}

/** A message is pending or stored, never both. */
function withoutStored(
  pending: readonly PendingMessage[],
  messages: readonly Message[],
  me: UserId,
): readonly PendingMessage[] {
  if (pending.length === 0) return pending;
  const mine = new Set(messages.flatMap(({ sender, clientId }) => (sender.id === me ? [clientId] : [])));
  return pending.filter(({ clientId }) => !mine.has(clientId));
}

function kept<T>(before: readonly T[] | undefined, after: readonly T[]): readonly T[] {
  const isTheSame = before?.length === after.length && before.every((item, index) => item === after[index]);
  return isTheSame ? before : after;
}

function keptMap<K, V>(before: ReadonlyMap<K, V> | undefined, after: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  if (before?.size !== after.size) return after;
  return [...after].every(([key, value]) => before.get(key) === value) ? before : after;
}

function isSame(before: RoomState, after: RoomState): boolean {
  const keys = Object.keys(after) as (keyof RoomState)[];
  return keys.every((key) => before[key] === after[key]);
}
