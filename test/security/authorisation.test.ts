import { TRPCClientError, type TRPCClient } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message, Reason, Room } from "../../server/contract/index.ts";
import { appRouter, type AppRouter } from "../../server/router.ts";
import { httpClient, password, signUp, socketClient, type Person } from "../support/people.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";

type Api = TRPCClient<AppRouter>;
type Answer = Reason | "ok";

/** Who tries, in the order of a row's answers. */
const standings = ["anonymous", "stranger", "removed", "banned", "member", "moderator", "owner"] as const;
type Standing = (typeof standings)[number];

/** A room with everyone in place, and a message of the owner's and one of the member's. */
interface Stage {
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
const anyone = { private: everyone, public: everyone };

/** Procedures about a room: who may what, by api.md's table. */
const inRooms: Record<string, Row> = {
  "room.open": { ...members, call: (api, { room }) => api.room.open.query({ roomId: room.id }) },
  "room.members": { ...members, call: (api, { room }) => api.room.members.query({ roomId: room.id }) },
  "room.onEvent": { ...members, call: (api, { room }) => firstItem((on) => api.room.onEvent.subscribe({ roomId: room.id }, on)) },
  "typing.onChange": { ...members, call: (api, { room }) => started((on) => api.typing.onChange.subscribe({ roomId: room.id }, on)) },
  "typing.set": { ...members, call: (api, { room }) => api.typing.set.mutate({ roomId: room.id, typing: true }) },
  "message.list": { ...members, call: (api, { room }) => api.message.list.query({ roomId: room.id }) },
  "message.get": { ...members, call: (api, { ownersMessage }) => api.message.get.query({ messageId: ownersMessage.id }) },
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
  "room.update": { ...moderators, call: (api, { room }) => api.room.update.mutate({ roomId: room.id, name: "Renamed" }) },
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
  "room.setRole": {
    ...owners,
    call: (api, { room, bystander }) => api.room.setRole.mutate({ roomId: room.id, userId: bystander.me.id, role: "moderator" }),
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
const elsewhere: Record<string, (api: Api, stage: Stage) => Promise<unknown>> = {
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
};

/** Procedures that have tests of their own below, or that anyone may call. */
const apart = [
  "system.info",
  "auth.register",
  "auth.login",
  "auth.refresh",
  "auth.logout",
  "auth.logoutEverywhere",
  "auth.revokeSession",
  "auth.changePassword",
];

test("every procedure has its row", () => {
  const rows = [...Object.keys(inRooms), ...Object.keys(elsewhere), ...apart];
  expect(rows.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe("who may what", () => {
  let server: ServerUnderTest;
  let nobody: ReturnType<typeof socketClient>;
  let people: Record<Exclude<Standing, "anonymous">, Person> & { outsider: Person; bystander: Person };

  beforeAll(async () => {
    server = await serverUnderTest();
    nobody = socketClient(server.url);
    const names = [...standings.slice(1), "outsider", "bystander"];
    const signedUp = await Promise.all(names.map(async (name) => [name, await signUp(server.url, uniqueName(name))] as const));
    people = Object.fromEntries(signedUp) as typeof people;
  });

  afterAll(async () => {
    await nobody.socket.close();
    for (const person of Object.values(people)) await person[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  for (const type of ["private", "public"] as const) {
    test.each(Object.entries(inRooms))(`%s in a ${type} room`, async (_path, row) => {
      const answers = await Promise.all(
        standings.map(async (standing) => attempt(row.call(apiOf(standing), await setTheStage(type)))),
      );
      expect(named(answers)).toEqual(named(row[type]));
    });
  }

  test.each(Object.entries(elsewhere))("%s", async (_path, call) => {
    const stage = await setTheStage("private");
    const answers = await Promise.all(standings.map((standing) => attempt(call(apiOf(standing), stage))));
    expect(named(answers)).toEqual(named(anyone.private));
  });

  test.each(Object.entries(inRooms))("%s: a room that does not exist and a hidden one look alike", async (_path, row) => {
    const stage = await setTheStage("private");
    const { stranger } = people;
    const hiddenOne = await failure(row.call(stranger.api, stage));
    const absent = await failure(
      row.call(stranger.api, {
        ...stage,
        room: { ...stage.room, id: "nowhere" },
        ownersMessage: { ...stage.ownersMessage, id: "nothing" },
        membersMessage: { ...stage.membersMessage, id: "nothing" },
      }),
    );
    expect(absent).toEqual(hiddenOne);
  });

  test("a moderator reaches people below, not above or beside", async () => {
    const { room, bystander } = await setTheStage("private");
    const { moderator, owner } = people;
    await owner.api.room.setRole.mutate({ roomId: room.id, userId: bystander.me.id, role: "moderator" });
    for (const other of [owner, bystander]) {
      const target = { roomId: room.id, userId: other.me.id };
      expect(await attempt(moderator.api.room.removeMember.mutate(target))).toBe("not_allowed");
      expect(await attempt(moderator.api.room.ban.mutate(target))).toBe("not_allowed");
    }
  });

  test("a block in a direct room stops sending, editing and reacting on both sides, and nothing else", async () => {
    const [ada, grace] = await Promise.all(["ada", "grace"].map((name) => signUp(server.url, uniqueName(name))));
    const room = await ada!.api.room.direct.mutate({ userIds: [grace!.me.id] });
    const hers = await ada!.api.message.send.mutate({ roomId: room.id, clientId: "1", body: "hi" });
    await ada!.api.user.block.mutate({ userId: grace!.me.id });
    for (const person of [ada!, grace!]) {
      expect(await attempt(person.api.message.send.mutate({ roomId: room.id, clientId: "2", body: "hi" }))).toBe("not_allowed");
      expect(await attempt(person.api.message.react.mutate({ messageId: hers.id, emoji: "👍" }))).toBe("not_allowed");
      expect(await attempt(person.api.message.list.query({ roomId: room.id }))).toBe("ok");
    }
    expect(await attempt(ada!.api.message.edit.mutate({ messageId: hers.id, body: "hi there" }))).toBe("not_allowed");
    await ada!.api.user.unblock.mutate({ userId: grace!.me.id });
    expect(await attempt(grace!.api.message.send.mutate({ roomId: room.id, clientId: "2", body: "hi" }))).toBe("ok");
    for (const person of [ada!, grace!]) await person[Symbol.asyncDispose]();
  });

  test("nobody ends another person's session, or learns whether it exists", async () => {
    const { stranger, owner } = people;
    const foreign = await failure(stranger.api.auth.revokeSession.mutate({ sessionId: owner.session.id }));
    const absent = await failure(stranger.api.auth.revokeSession.mutate({ sessionId: "none" }));
    expect(foreign).toMatchObject({ reason: "not_found" });
    expect(foreign).toEqual(absent);
    expect(await attempt(owner.api.user.me.query())).toBe("ok");
  });

  test("nobody who is not signed in ends sessions or changes a password", async () => {
    const { auth } = httpClient(server.url);
    expect(await attempt(auth.logout.mutate())).toBe("not_signed_in");
    expect(await attempt(auth.logoutEverywhere.mutate())).toBe("not_signed_in");
    expect(await attempt(auth.refresh.mutate())).toBe("not_signed_in");
    expect(await attempt(auth.revokeSession.mutate({ sessionId: people.owner.session.id }))).toBe("not_signed_in");
    const change = { currentPassword: password, newPassword: "another good long one" };
    expect(await attempt(auth.changePassword.mutate(change))).toBe("not_signed_in");
  });

  function apiOf(standing: Standing): Api {
    return standing === "anonymous" ? nobody.api : people[standing].api;
  }

  async function setTheStage(type: "private" | "public"): Promise<Stage> {
    const { owner, moderator, member, removed, banned, outsider, bystander } = people;
    const memberIds = [moderator, member, removed, banned, bystander].map((person) => person.me.id);
    const room = await owner.api.room.create.mutate({ type, name: "Stage", memberIds });
    const roomId = room.id;
    const [ownersMessage, membersMessage] = await Promise.all([
      owner.api.message.send.mutate({ roomId, clientId: "o", body: "hello from the owner" }),
      member.api.message.send.mutate({ roomId, clientId: "m", body: "hello from a member" }),
      owner.api.room.setRole.mutate({ roomId, userId: moderator.me.id, role: "moderator" }),
      owner.api.room.removeMember.mutate({ roomId, userId: removed.me.id }),
      owner.api.room.ban.mutate({ roomId, userId: banned.me.id }),
    ]);
    return { room, ownersMessage, membersMessage, outsider, bystander };
  }
});

async function attempt(call: Promise<unknown>): Promise<Answer> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (error instanceof TRPCClientError && error.data?.reason !== undefined) return error.data.reason;
    throw error;
  }
}

/** Everything that a client is told about a failure. */
async function failure(call: Promise<unknown>): Promise<object> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError) return { ...error.data, message: error.message };
    throw error;
  }
  throw new Error("the call was answered");
}

function named(answers: Answer[]): Record<string, Answer | undefined> {
  return Object.fromEntries(standings.map((standing, index) => [standing, answers[index]]));
}

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
