import { join } from "node:path";
import { TRPCClientError } from "@trpc/client";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminRouter } from "../../server/admin/router.ts";
import { appRouter } from "../../server/router.ts";
import { httpClient, password, signUp, socketClient, type Person } from "../support/people.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";
import {
  anyone,
  apart,
  elsewhere,
  inRooms,
  standings,
  type Answer,
  type Api,
  type Stage,
  type Standing,
} from "./authorisation-matrix.ts";

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
    const signedUp = await Promise.all(
      names.map(async (name) => [name, await signUp(server.url, uniqueName(name))] as const),
    );
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

  test.each(Object.entries(inRooms))(
    "%s: a room that does not exist and a hidden one look alike",
    async (_path, row) => {
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
    },
  );

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
      expect(await attempt(person.api.message.send.mutate({ roomId: room.id, clientId: "2", body: "hi" }))).toBe(
        "not_allowed",
      );
      expect(await attempt(person.api.message.react.mutate({ messageId: hers.id, emoji: "👍" }))).toBe("not_allowed");
      expect(await attempt(person.api.message.list.query({ roomId: room.id }))).toBe("ok");
    }
    expect(await attempt(ada!.api.message.edit.mutate({ messageId: hers.id, body: "hi there" }))).toBe("not_allowed");
    await ada!.api.user.unblock.mutate({ userId: grace!.me.id });
    expect(await attempt(grace!.api.message.send.mutate({ roomId: room.id, clientId: "2", body: "hi" }))).toBe("ok");
    for (const person of [ada!, grace!]) await person[Symbol.asyncDispose]();
  });

  test("whoever runs the server is a stranger to rooms like everybody else", async () => {
    if (server.own === null) return;
    const { stranger } = people;
    const setRole = (role: string) => {
      const database = new Database(join(server.own?.data ?? "", "natter.db"));
      database.prepare("update users set role = ? where id = ?").run(role, stranger.me.id);
      database.close();
    };
    setRole("admin");
    expect(await stranger.api.user.me.query()).toMatchObject({ role: "admin" });
    for (const type of ["private", "public"] as const) {
      for (const [path, row] of Object.entries(inRooms)) {
        const answer = await attempt(row.call(stranger.api, await setTheStage(type)));
        expect([path, answer]).toEqual([path, row[type][standings.indexOf("stranger")]]);
      }
    }
    setRole("user");
  });

  test.each(Object.keys(adminRouter._def.procedures).filter((path) => !(path in appRouter._def.procedures)))(
    "%s is for the command line: over the network there is no such thing",
    async (path) => {
      const { stranger } = people;
      for (const token of [undefined, stranger.session.accessToken]) {
        const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
        for (const request of [{ method: "POST", body: '{"json":{"username":"stranger"}}' }, { method: "GET" }]) {
          const response = await fetch(`${server.url}/trpc/${path}`, { ...request, headers });
          const { error } = (await response.json()) as { error: { json: { data: { reason: string } } } };
          expect(error.json.data.reason).toBe("unknown_procedure");
        }
      }
    },
  );

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
