import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { natter } from "../support/command-line.ts";
import { httpClient, password, refusalOf, signUp, socketClient } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

let data: string;
beforeEach(() => void (data = mkdtempSync(path.join(tmpdir(), "natter-"))));
afterEach(() => rmSync(data, { recursive: true }));

const user = (args: string[], more?: Parameters<typeof natter>[2]) => natter(data, ["user", ...args], more);

describe.runIf(mayStartServers)("natter user", { timeout: 240_000 }, () => {
  test("before the first start: makes the first admin, where registration is closed", async () => {
    expect(await user(["create", "ada", "--admin", "--display-name", "Ada"], { input: `${password}\n` })).toEqual({
      code: 0,
      stdout: "ada has an account, and is an admin.\n",
      stderr: "",
    });
    await using server = await startServer({ data, env: { NATTER_REGISTRATION: "closed" } });
    const { user: ada } = await httpClient(server.url).auth.login.mutate({ login: "ada", password });
    expect(ada).toMatchObject({ role: "admin", displayName: "Ada" });
    const made = await user(["create", "grace", "--email", "grace@example.com", "--generate", "--json"]);
    const grace = JSON.parse(made.stdout) as { password: string };
    await httpClient(server.url).auth.login.mutate({ login: "grace@example.com", password: grace.password });
    expect(server.log).not.toContain(grace.password);

    expect(await user(["make-admin", "grace"])).toMatchObject({ code: 0 });
    expect(await user(["remove-admin", "ada"])).toMatchObject({ code: 0 });
    expect((await user(["list"])).stdout).toBe("ada\tAda\t-\tuser\ngrace\tgrace\tgrace@example.com\tadmin\n");
  });

  test("a disabled person and their bots are out at once, and in again once they are enabled", async () => {
    await using server = await startServer({ data });
    await using ada = await signUp(server.url, "ada");
    const { token } = await ada.api.bot.create.mutate({ username: "dice" });
    const { token: oldToken, user: old } = await ada.api.bot.create.mutate({ username: "old" });
    await ada.api.bot.delete.mutate({ userId: old.id });
    const { api: dice, socket } = socketClient(server.url, token);
    const cut = new Promise<unknown>((resolve) =>
      dice.sync.onEvent.subscribe({}, { onStarted: () => void user(["disable", "ada"]), onError: resolve }),
    );
    await cut;
    await socket.close();
    const reasonOf = async (call: Promise<unknown>) => (await refusalOf(call)).reason;
    const as = (bearer: string) => httpClient(server.url, bearer).user.me.query();
    expect(await reasonOf(as(token))).toBe("account_disabled");
    expect(await reasonOf(as(oldToken))).toBe("session_ended");
    expect(await reasonOf(as(ada.session.accessToken))).toBe("session_ended");
    const signIn = () => httpClient(server.url).auth.login.mutate({ login: "ada", password });
    expect(await reasonOf(signIn())).toBe("account_disabled");
    expect((await user(["list"])).stdout).toBe("ada\tada\t-\tuser, disabled\n");
    expect(await natter(data, ["bot", "create", "coin", "--owner", "ada"])).toMatchObject({ code: 2, stdout: "" });

    expect(await user(["enable", "ada"])).toMatchObject({ code: 0, stderr: "" });
    expect(await as(token)).toMatchObject({ username: "dice" });
    expect(await reasonOf(as(oldToken))).toBe("session_ended");
    await signIn();
  });

  test("another password signs out everywhere, and is taken from the environment too", async () => {
    await using server = await startServer({ data });
    await using ada = await signUp(server.url, "ada");
    const another = "another staple of horses";
    expect(await user(["reset-password", "ada"], { env: { NATTER_PASSWORD: another } })).toMatchObject({ code: 0 });
    expect(await refusalOf(httpClient(server.url, ada.session.accessToken).user.me.query())).toMatchObject({
      reason: "session_ended",
    });
    const refreshed = httpClient(server.url).auth.refresh.mutate({ refreshToken: ada.session.refreshToken ?? "" });
    expect(await refusalOf(refreshed)).toMatchObject({ reason: "session_ended" });
    const login = (tried: string) => httpClient(server.url).auth.login.mutate({ login: "ada", password: tried });
    expect(await refusalOf(login(password))).toMatchObject({ reason: "bad_credentials" });
    await login(another);
  });

  test.each([
    [["create", "ada"], "", "There is no password: give it as a line of the standard input or in NATTER_PASSWORD"],
    [["create", "ada"], "password\n", "This password is too easy to guess."],
    [["create", "a"], `${password}\n`, "username: not 3 to 32 characters long."],
    [["disable", "ada"], "", "username: there is no person called ada."],
    [["create", "ada", "--password", "x"], "", "unknown option '--password'"],
    [["make-amin", "ada"], "", "unknown command 'make-amin' (Did you mean make-admin?)"],
  ])("%j says in one line what is wrong", async (args, input, words) => {
    const { code, stdout, stderr } = await user(args, { input });
    expect({ code, stdout, stderr: stderr.slice(0, `natter: ${words}`.length) }).toEqual({
      code: 2,
      stdout: "",
      stderr: `natter: ${words}`,
    });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
