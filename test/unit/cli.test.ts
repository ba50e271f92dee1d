import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settings, variableOf } from "../../server/config.ts";

const entry = resolve(import.meta.dirname, "../../server/main.ts");
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "natter-"))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

function natter(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env["PATH"], ...env } };
    execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("natter", () => {
  test("tells its version and its commands, and ends well", async () => {
    expect(await natter(["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
    const help = await natter(["--help"]);
    expect(help.code).toBe(0);
    for (const word of ["serve", "chat", "Exit codes"]) expect(help.stdout).toContain(word);
  });

  test("lists every setting with its variable and its default", async () => {
    const { stdout } = await natter(["serve", "--help"]);
    const text = stdout.replaceAll(/\s+/g, " ");
    for (const name of Object.keys(settings)) expect(text).toContain(`(${variableOf(name)}, default: `);
  });

  test.each([
    [["serve", "--prot", "1"], "natter: unknown option '--prot' (Did you mean --port?)\n"],
    [["serv"], "natter: unknown command 'serv' (Did you mean serve?)\n"],
    [["serve", "--port", "x"], 'natter: --port is "x": it must be a port number from 0 to 65535.\n'],
  ])("says in one line what is wrong with %j", async (args, stderr) => {
    expect(await natter(args)).toEqual({ code: 2, stdout: "", stderr });
  });

  test("reads a .env file in the current folder", async () => {
    writeFileSync(join(folder, ".env"), "# ours\nNATTER_PORT='99999'\n");
    const { code, stderr } = await natter(["serve"]);
    rmSync(join(folder, ".env"));
    expect(code).toBe(2);
    expect(stderr).toContain('NATTER_PORT in .env is "99999"');
  });
});
