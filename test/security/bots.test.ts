import { randomBytes } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { httpClient, password, refusalOf, signUp, type Person } from "../support/people.ts";
import { get, bearer } from "../support/raw-http.ts";
import { startServer, type TestServer } from "../support/server.ts";

describe("whose a bot is", () => {
  let server: TestServer;
  let ada: Person;
  let mallory: Person;

  beforeAll(async () => {
    server = await startServer();
    [ada, mallory] = await Promise.all([signUp(server.url, "ada"), signUp(server.url, "mallory")]);
  });

  afterAll(async () => {
    for (const person of [ada, mallory]) await person[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test("nobody but its owner rotates or deletes it, or learns that it is one", async () => {
    const { user, token } = await ada.api.bot.create.mutate({ username: "adas-bot" });
    const others = [mallory.api, httpClient(server.url, token)];
    for (const api of others) {
      for (const call of [api.bot.rotateToken, api.bot.delete]) {
        const refused = await refusalOf(call.mutate({ userId: user.id }));
        expect(refused).toMatchObject({ reason: "not_found" });
        expect(await refusalOf(call.mutate({ userId: "nobody" }))).toEqual(refused);
        expect(await refusalOf(call.mutate({ userId: ada.me.id }))).toEqual(refused);
      }
    }
    const nobody = httpClient(server.url).bot;
    for (const call of [nobody.rotateToken, nobody.delete]) {
      expect(await refusalOf(call.mutate({ userId: user.id }))).toMatchObject({ reason: "not_signed_in" });
    }
    expect(await refusalOf(mallory.api.bot.list.query({ ownerId: ada.me.id }))).toMatchObject({
      reason: "not_allowed",
    });
    expect((await mallory.api.bot.list.query()).items).toEqual([]);
    expect(await httpClient(server.url, token).user.me.query()).toMatchObject({ id: user.id });
  });

  test("an admin lists, rotates and deletes everybody's", async () => {
    const { user } = await ada.api.bot.create.mutate({ username: "watched-bot" });
    setRole(mallory, "admin");
    const list = () => mallory.api.bot.list.query({ ownerId: ada.me.id });
    expect((await list()).items.map(({ id }) => id)).toContain(user.id);
    const { token } = await mallory.api.bot.rotateToken.mutate({ userId: user.id });
    expect(await httpClient(server.url, token).user.me.query()).toMatchObject({ id: user.id });
    await mallory.api.bot.delete.mutate({ userId: user.id });
    expect((await list()).items.map(({ id }) => id)).not.toContain(user.id);
    setRole(mallory, "user");
  });

  test("a bot has no password, and no bots", async () => {
    const { token } = await ada.api.bot.create.mutate({ username: "lonely-bot" });
    const { auth } = httpClient(server.url);
    for (const guess of ["", password, token]) {
      const refused = await refusalOf(auth.login.mutate({ login: "lonely-bot", password: guess }));
      expect(refused).toMatchObject({ reason: "bad_credentials" });
    }
    const api = httpClient(server.url, token);
    const change = { currentPassword: token, newPassword: "another good long one" };
    expect(await refusalOf(api.auth.changePassword.mutate(change))).toMatchObject({ reason: "bad_credentials" });
    expect(await refusalOf(api.bot.create.mutate({ username: "child-bot" }))).toMatchObject({ reason: "not_allowed" });
    expect(await refusalOf(auth.refresh.mutate({ refreshToken: token }))).toMatchObject({ reason: "session_ended" });
    expect(await api.user.me.query()).toMatchObject({ username: "lonely-bot", kind: "bot" });
  });

  test("a token that is nearly right opens nothing", async () => {
    const { token } = await ada.api.bot.create.mutate({ username: "guarded-bot" });
    const [head = "", secret = ""] = token.split(".");
    const forged = [
      `${head}.${randomBytes(32).toString("base64url")}`,
      `${head}.${secret.slice(0, -1)}`,
      head,
      token.replace("ntr_", ""),
      token.toUpperCase(),
      `ntr_${ada.session.refreshToken}`,
      `ntr_${ada.session.accessToken}`,
      "ntr_",
      `ntr_${"x".repeat(5000)}`,
    ];
    for (const wrong of forged) {
      const { status } = await get(server.url, "user.me", undefined, bearer(wrong));
      expect([wrong, status]).toEqual([wrong, 401]);
    }
    expect(await httpClient(server.url, token).user.me.query()).toMatchObject({ username: "guarded-bot" });
  });

  test("the token is stored nowhere, and not logged", async () => {
    const { token } = await ada.api.bot.create.mutate({ username: "secret-bot" });
    await httpClient(server.url, token).user.me.query();
    const [, secret = ""] = token.split(".");
    const database = new Database(join(server.data, "natter.db"), { readonly: true });
    const rows = database.prepare("select * from sessions").all();
    database.close();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(server.log).not.toContain(secret);
  });

  /** As whoever runs the server would. */
  function setRole({ me }: Person, role: "admin" | "user"): void {
    const database = new Database(join(server.data, "natter.db"));
    database.prepare("update users set role = ? where id = ?").run(role, me.id);
    database.close();
  }
});
