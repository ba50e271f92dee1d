import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpClient, refusalOf, signUp } from "../support/people.ts";
import { natterProgram } from "../support/program.ts";
import { startServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const [command, ...program] = natterProgram();
let data: string;
beforeEach(() => void (data = mkdtempSync(path.join(tmpdir(), "natter-"))));
afterEach(() => rmSync(data, { recursive: true }));

/** `natter bot ...`, as whoever runs the server types it. */
function bot(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env["PATH"], NATTER_DATA: data };
  return new Promise((resolve) => {
    const child = execFile(command, [...program, "bot", ...args], { env, timeout: 30_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const tokenIn = (text: string) => /ntr_\S+/.exec(text)?.[0] ?? "";

describe.runIf(mayStartServers)("natter bot", { timeout: 60_000 }, () => {
  test("while the server runs: makes a bot that can speak at once, rotates, lists and deletes it", async () => {
    await using server = await startServer({ data });
    await using ada = await signUp(server.url, "ada");
    const made = await bot("create", "dice", "--owner", "ada", "--display-name", "Dice");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const old = httpClient(server.url, tokenIn(made.stdout));
    expect(await old.user.me.query()).toMatchObject({ username: "dice", displayName: "Dice", kind: "bot" });
    expect((await ada.api.bot.list.query()).items).toMatchObject([{ username: "dice" }]);

    const rotated = await bot("rotate", "dice", "--json");
    const { token } = JSON.parse(rotated.stdout) as { token: string };
    expect(await refusalOf(old.user.me.query())).toMatchObject({ reason: "session_ended" });
    await httpClient(server.url, token).user.me.query();

    expect(await bot("list")).toEqual({ code: 0, stdout: "dice\tDice\tada\n", stderr: "" });
    expect(await bot("delete", "dice")).toMatchObject({ code: 0, stdout: "dice has been deleted.\n" });
    expect(await refusalOf(httpClient(server.url, token).user.me.query())).toMatchObject({ reason: "session_ended" });
    expect((await bot("list", "--json")).stdout).toBe('{"items":[]}\n');
    expect(statSync(path.join(data, "admin.sock")).mode & 0o077).toBe(0);
    expect(server.log).not.toContain(token.split(".")[1]);
  });

  test("while no server runs, a killed one's socket lying there or not: works on the folder itself", async () => {
    const server = await startServer({ data });
    await using _ada = await signUp(server.url, "ada");
    await server.kill();
    const afterKill = await bot("create", "dice", "--owner", "Ada");
    expect(afterKill).toMatchObject({ code: 0, stderr: "" });
    await server.start();
    const { user } = httpClient(server.url, tokenIn(afterKill.stdout));
    expect(await user.me.query()).toMatchObject({ username: "dice" });
    await server.stop();
    expect(await bot("create", "coin", "--owner", "ada")).toMatchObject({ code: 0, stderr: "" });
    expect((await bot("list")).stdout).toBe("coin\tcoin\tada\ndice\tdice\tada\n");
  });

  test("says in one line what is wrong", async () => {
    const expectRefusal = async (args: string[], words: string) => {
      expect(await bot(...args)).toEqual({ code: 2, stdout: "", stderr: `natter: ${words}\n` });
    };
    await expectRefusal(["create", "dice", "--owner", "ada"], "owner: there is no person called ada.");
    await expectRefusal(["create", "d", "--owner", "ada"], "username: not 3 to 32 characters long.");
    await expectRefusal(["delete", "dice"], "username: there is no bot called dice.");
    await expectRefusal(["create", "dice"], "required option '--owner <username>' not specified");
  });

  test("a server whose folder can hold no socket starts, and is asked to be stopped", async () => {
    // Too long a path for a socket, which has 107 bytes.
    const deep = path.join(data, "x".repeat(100));
    await using server = await startServer({ data: deep });
    expect(server.log).toContain("cannot reach this server while it runs");
    const { code, stderr } = await bot("list", "--data", deep);
    expect(code).toBe(3);
    expect(stderr).toMatch(/is in use by another process\. Stop that one first/);
  });

  test("an answer that is none of Natter's is a failure, not a success", async () => {
    const stranger = createServer((socket) => socket.end("hello\r\n")).listen(path.join(data, "admin.sock"));
    await once(stranger, "listening");
    writeFileSync(path.join(data, "natter.db"), "");
    const { code, stdout, stderr } = await bot("list");
    stranger.close();
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
