import type { TRPCClient } from "@trpc/client";
import type { Message, Reason, Room } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import type { Person } from "../support/people.ts";
import { uniqueName } from "../support/under-test.ts";

export type Api = TRPCClient<AppRouter>;
export type Answer = Reason | "ok";

/** Who tries, in the order of a row's answers. */
export const standings = ["anonymous", "stranger", "removed", "banned", "member", "moderator", "owner"] as const;
export type Standing = (typeof standings)[number];

/** A room with everyone in place, and a message of the owner's and one of the member's. */
export interface Stage {
  room: Room;
  ownersMessage: Message;
  membersMessage: Message;
  /** Somebody who is in no room, and a plain member. */
  outsider: Person;
  bystander: Person;
}

interface Row {
  call(api: Api, stage: Stage): Promise<unknown>;
  private: Answer[];
  public: Answer[];
}

const signedOut: Answer = "not_signed_in";
const hidden: Answer[] = [signedOut, "not_found", "not_found", "not_found"];
const barred: Answer[] = [signedOut, "not_allowed", "not_allowed", "not_allowed"];
const rank = (member: Answer, moderator: Answer, owner: Answer): Pick<Row, "private" | "public"> => ({
  private: [...hidden, member, moderator, owner],
  public: [...barred, member, moderator, owner],
});
const members = rank("ok", "ok", "ok");
const moderators = rank("not_allowed", "ok", "ok");
const owners = rank("not_allowed", "not_allowed", "ok");
const everyone: Answer[] = [signedOut, ...Array<Answer>(6).fill("ok")];
export const anyone = { private: everyone, public: everyone };

/** Procedures about a room: who may what, by api.md's table. */
export const inRooms: Record<string, Row> = {
  "room.open": { ...members, call: (api, { room }) => api.room.open.query({ roomId: room.id }) },
  "room.members": { ...members, call: (api, { room }) => api.room.members.query({ roomId: room.id }) },
  "room.onEvent": {
    ...members,
    call: (api, { room }) => firstItem((on) => api.room.onEvent.subscribe({ roomId: room.id }, on)),
  },
  "typing.onChange": {
    ...members,
    call: (api, { room }) => started((on) => api.typing.onChange.subscribe({ roomId: room.id }, on)),
  },
  "typing.set": { ...members, call: (api, { room }) => api.typing.set.mutate({ roomId: room.id, typing: true }) },
  "message.list": { ...members, call: (api, { room }) => api.message.list.query({ roomId: room.id }) },
  "message.get": {
    ...members,
    call: (api, { ownersMessage }) => api.message.get.query({ messageId: ownersMessage.id }),
  },
  "message.send": {
    ...members,
    call: (api, { room }) => api.message.send.mutate({ roomId: room.id, clientId: crypto.randomUUID(), body: "hello" }),
  },
  "message.edit": {
    ...rank("ok", "not_allowed", "not_allowed"),
    call: (api, { membersMessage }) => api.message.edit.mutate({ messageId: membersMessage.id, body: "changed" }),
  },
  "message.delete": {
    ...moderators,
    call: (api, { ownersMessage }) => api.message.delete.mutate({ messageId: ownersMessage.id }),
  },
  "message.react": {
    ...members,
    call: (api, { ownersMessage }) => api.message.react.mutate({ messageId: ownersMessage.id, emoji: "👍" }),
  },
  "message.unreact": {
    ...members,
    call: (api, { ownersMessage }) => api.message.unreact.mutate({ messageId: ownersMessage.id, emoji: "👍" }),
  },
  "message.markRead": { ...members, call: (api, { room }) => api.message.markRead.mutate({ roomId: room.id, seq: 1 }) },
  "message.search": {
    ...members,
    call: (api, { room }) => api.message.search.query({ roomId: room.id, query: "hello" }),
  },
  "room.update": {
    ...moderators,
    call: (api, { room }) => api.room.update.mutate({ roomId: room.id, name: "Renamed" }),
  },
  "room.addMember": {
    ...moderators,
    call: (api, { room, outsider }) => api.room.addMember.mutate({ roomId: room.id, userId: outsider.me.id }),
  },
  "room.removeMember": {
    ...moderators,
    call: (api, { room, bystander }) => api.room.removeMember.mutate({ roomId: room.id, userId: bystander.me.id }),
  },
  "room.ban": {
    ...moderators,
    call: (api, { room, bystander }) => api.room.ban.mutate({ roomId: room.id, userId: bystander.me.id }),
  },
  "room.unban": {
    ...moderators,
    call: (api, { room, outsider }) => api.room.unban.mutate({ roomId: room.id, userId: outsider.me.id }),
  },
  "room.bans": { ...moderators, call: (api, { room }) => api.room.bans.query({ roomId: room.id }) },
  "room.setRole": {
    ...owners,
    call: (api, { room, bystander }) =>
      api.room.setRole.mutate({ roomId: room.id, userId: bystander.me.id, role: "moderator" }),
  },
  "room.archive": { ...owners, call: (api, { room }) => api.room.archive.mutate({ roomId: room.id }) },
  "room.join": {
    private: [...hidden, "ok", "ok", "ok"],
    public: [signedOut, "ok", "ok", "banned", "ok", "ok", "ok"],
    call: (api, { room }) => api.room.join.mutate({ roomId: room.id }),
  },
  "room.leave": {
    private: [...hidden, "ok", "ok", "last_owner"],
    public: [signedOut, "ok", "ok", "ok", "ok", "ok", "last_owner"],
    call: (api, { room }) => api.room.leave.mutate({ roomId: room.id }),
  },
};

/** Procedures about no room, or about all of them: the same for everyone who has signed in. */
export const elsewhere: Record<string, (api: Api, stage: Stage) => Promise<unknown>> = {
  "room.create": (api) => api.room.create.mutate({ type: "private", name: "Another" }),
  "room.direct": (api, { outsider }) => api.room.direct.mutate({ userIds: [outsider.me.id] }),
  "room.list": (api) => api.room.list.query(),
  "room.browse": (api) => api.room.browse.query(),
  "sync.onEvent": (api) => firstItem((on) => api.sync.onEvent.subscribe({}, on)),
  "presence.onChange": (api) => firstItem((on) => api.presence.onChange.subscribe({}, on)),
  "presence.set": (api) => api.presence.set.mutate({ status: "online" }),
  "user.me": (api) => api.user.me.query(),
  "user.get": (api, { outsider }) => api.user.get.query({ userId: outsider.me.id }),
  "user.list": (api) => api.user.list.query(),
  "user.update": (api) => api.user.update.mutate({ statusText: "here" }),
  "user.block": (api, { bystander }) => api.user.block.mutate({ userId: bystander.me.id }),
  "user.unblock": (api, { bystander }) => api.user.unblock.mutate({ userId: bystander.me.id }),
  "user.blocked": (api) => api.user.blocked.query(),
  "auth.sessions": (api) => api.auth.sessions.query(),
  "bot.create": (api) => api.bot.create.mutate({ username: uniqueName("bot") }),
  "bot.list": (api) => api.bot.list.query(),
};

/** Procedures that have tests of their own (in authorisation.test.ts and bots.test.ts), or that anyone may call. */
export const apart = [
  "system.info",
  "auth.register",
  "auth.login",
  "auth.refresh",
  "auth.logout",
  "auth.logoutEverywhere",
  "auth.revokeSession",
  "auth.changePassword",
  "bot.rotateToken",
  "bot.delete",
];

interface Handlers {
  onStarted(): void;
  onData(): void;
  onError(error: unknown): void;
}

/** Resolves when a subscription has brought its first item; rejects when it is refused. */
function firstItem(subscribe: (handlers: Handlers) => { unsubscribe(): void }): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = subscribe({
      onStarted: () => {},
      onData: () => (resolve(), queueMicrotask(() => subscription.unsubscribe())),
      onError: reject,
    });
  });
}

/** The same for one whose first item may be long in coming. */
function started(subscribe: (handlers: Handlers) => { unsubscribe(): void }): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = subscribe({
      onStarted: () => (resolve(), queueMicrotask(() => subscription.unsubscribe())),
      onData: () => {},
      onError: reject,
    });
  });
}
