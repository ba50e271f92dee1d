import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BadCursor } from "../../db/store.ts";
import { startChat, type Chat, type TempStore } from "../support/store.ts";
import { stores } from "../support/stores.ts";

describe.each(stores())("people and sessions in %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  test("people are listed by name, ä beside a, a page at a time", async () => {
    for (const [id, displayName] of [
      ["u1", "Zuse"],
      ["u2", "Ärmel"],
      ["u3", "Azur"],
      ["u4", "arm"],
      ["u5", "Arm"],
    ] as const) {
      await chat.write(chat.person(id).register({ displayName }));
    }
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await chat.store.users.list({ limit: 3, cursor });
      names.push(...page.items.map(({ displayName }) => displayName));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["ada", "arm", "Arm", "Azur", "Ärmel", "grace", "mallory", "Zuse"]);
    await expect(chat.store.users.list({ limit: 3, cursor: "nonsense" })).rejects.toThrow(BadCursor);
  });

  test("a search matches a part of display name or username, literally", async () => {
    await chat.write(chat.grace.update({ displayName: "Grace_Hopper 100%" }), chat.person("Kernel.Panic").register());
    const find = async (query: string) => (await chat.store.users.list({ limit: 10, query })).items.map(({ id }) => id);
    expect(await find("hOPPER")).toEqual(["grace"]);
    expect(await find("GRACE")).toEqual(["grace"]);
    expect(await find("%")).toEqual(["grace"]);
    expect(await find("e_h")).toEqual(["grace"]);
    expect(await find("l.p")).toEqual(["Kernel.Panic"]);
    expect(await find("")).toHaveLength(4);
  });

  test("a cursor stays within its limit, however long the name", async () => {
    for (const id of ["u1", "u2"])
      await chat.write(chat.person(id.padEnd(32, "x")).register({ displayName: "ﷺ".repeat(64) }));
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await chat.store.users.list({ limit: 1, cursor });
      count += page.items.length;
      cursor = page.nextCursor ?? undefined;
      expect(cursor?.length ?? 0).toBeLessThanOrEqual(256);
    } while (cursor !== undefined);
    expect(count).toBe(5);
  });

  test("a session lives until it ends, expires or its token does", async () => {
    const { sessions } = chat.store;
    const days = (number: number) => new Date(chat.now.getTime() + number * 86_400_000);
    expect(await sessions.check("session-ada", days(29))).toEqual({ userId: "ada", state: "live" });
    expect(await sessions.check("session-ada", days(30))).toEqual({ userId: "ada", state: "ended" });
    expect(await sessions.check("nobody's", chat.now)).toBeNull();
    expect(await sessions.byRefreshHash("session-ada", "first", chat.now)).toBe("ada");
    expect(await sessions.byRefreshHash("session-ada", "other", chat.now)).toBeNull();
    const refresh = {
      kind: "session.refresh",
      at: days(1),
      sessionId: "session-ada",
      refreshExpiresAt: days(40),
    } as const;
    await chat.write({ ...refresh, presentedHash: "first", nextHash: "second" });
    expect(await sessions.byRefreshHash("session-ada", "first", days(2))).toBe("ada");
    expect(await sessions.byRefreshHash("session-ada", "second", days(2))).toBe("ada");
    expect(await sessions.byRefreshHash("session-ada", "second", days(31))).toBeNull();
  });

  test("the live sessions are listed, newest first, and a password change ends the others", async () => {
    const session = {
      device: "phone",
      refreshHash: "h",
      endsAt: new Date("2027-01-01"),
      refreshExpiresAt: new Date("2027-01-01"),
    };
    const later = new Date(chat.now.getTime() + 1000);
    await chat.write({
      kind: "session.open",
      at: later,
      userId: "ada",
      passwordHash: "hash",
      session: { ...session, id: "s2" },
    });
    const list = () => chat.store.sessions.list("ada", "session-ada", chat.now);
    expect((await list()).map(({ id, device, current }) => [id, device, current])).toEqual([
      ["s2", "phone", false],
      ["session-ada", null, true],
    ]);
    const change = { kind: "account.changePassword", actor: chat.ada.actor, at: chat.now } as const;
    const items = await chat.write({ ...change, currentHash: "hash", passwordHash: "new" });
    expect(items).toMatchObject([{ type: "server", entry: { kind: "session.ended", sessionId: "s2", userId: "ada" } }]);
    expect((await list()).map(({ id }) => id)).toEqual(["session-ada"]);
    expect(await chat.store.users.passwordHash("ada")).toBe("new");
    const refused = { kind: "refused", refusal: { reason: "session_ended" } };
    expect(await chat.attempt(chat.person("ada", "s2").create("lab"))).toMatchObject(refused);
    expect(await chat.attempt(chat.person("grace", "session-ada").create("lab"))).toMatchObject(refused);
  });

  test("when someone was last seen is kept and never moves back", async () => {
    const touch = (at: Date) => ({ kind: "session.touch", actor: chat.ada.actor, at }) as const;
    const later = new Date(chat.now.getTime() + 5000);
    await chat.write(touch(later), touch(chat.now));
    const seen = await chat.store.users.lastSeen(["ada", "grace", "nobody"]);
    expect(seen).toEqual(
      new Map([
        ["ada", later],
        ["grace", null],
      ]),
    );
    expect((await chat.store.sessions.list("ada", "", chat.now))[0]?.lastSeenAt).toEqual(later);
  });

  test("a profile is what it was changed to", async () => {
    const outcome = await chat.attempt(chat.ada.update({ displayName: "Ada", statusText: "out" }));
    const me = await chat.store.users.me("ada");
    expect(outcome).toEqual({ kind: "done", changed: true, answer: me });
    expect(me).toMatchObject({ displayName: "Ada", statusText: "out", email: null, role: "user", createdAt: chat.now });
    expect(await chat.store.users.get("ada")).not.toHaveProperty("email");
    expect(await chat.store.users.get("nobody")).toBeNull();
    expect(await chat.store.users.me("nobody")).toBeNull();
  });
});
