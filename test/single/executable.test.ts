import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesIn } from "../../server/assets/files.ts";
import { Alone } from "../support/alone.ts";
import { httpClient, say, signIn, signUp } from "../support/people.ts";
import { natterProgram } from "../support/program.ts";

const root = path.resolve(import.meta.dirname, "../..");

test("the executable is less than 125 MB", () => {
  expect(statSync(natterProgram()[0]).size).toBeLessThan(125e6);
});

describe("copied alone into an empty folder, without a PATH", () => {
  test("it is a server: two people talk with stock clients, and find what they said", async () => {
    await using natter = new Alone();
    const url = await natter.serve();
    await using ada = await signUp(url, "ada");
    await using grace = await signUp(url, "grace");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [grace.me.id] });
    await say(ada, room.id, "the analytical engine weaves");
    // Whoever tidies up the temporary folder does no harm: the thread that searches begins with the first search.
    rmSync(natter.temporary, { recursive: true });
    const { items } = await grace.api.message.search.query({ query: "weaves" });
    expect(items.map(({ body }) => body)).toEqual(["the analytical engine weaves"]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test("it offers the whole web app, byte by byte", async () => {
    await using natter = new Alone();
    const url = await natter.serve();
    const files = await filesIn(path.join(root, "web/dist"));
    expect(files.size).toBeGreaterThan(10);
    for (const [name, content] of files) {
      const answer = await fetch(url + name);
      expect([name, answer.status, Buffer.from(await answer.arrayBuffer()).equals(content)]).toEqual([name, 200, true]);
    }
  });

  test("it loses nothing when it is killed, and leaves nothing more behind at each start", async () => {
    await using natter = new Alone();
    const first = await natter.serve();
    await using ada = await signUp(first, "ada");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines" });
    const message = await say(ada, room.id, "still here");
    const unpacked = readdirSync(natter.temporary, { recursive: true }).toSorted();
    await natter.kill();

    await using again = await signIn(await natter.serve(), "ada");
    const { items } = await again.api.message.list.query({ roomId: room.id });
    expect(items).toEqual([message]);
    expect(readdirSync(natter.temporary, { recursive: true }).toSorted()).toEqual(unpacked);
  });

  test("it is the whole command line", async () => {
    await using natter = new Alone();
    const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { version: string };
    expect(await natter.run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(readdirSync(natter.temporary)).toEqual([]);
    const url = await natter.serve();
    await using _ = await signUp(url, "ada");
    const made = await natter.run("bot", "create", "dice", "--owner", "ada", "--json");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const { token } = JSON.parse(made.stdout) as { token: string };
    expect(await httpClient(url, token).user.me.query()).toMatchObject({ username: "dice" });
    await natter.kill();
    expect(await natter.run("bot", "list")).toEqual({ code: 0, stdout: "dice\tdice\tada\n", stderr: "" });
    const chat = await natter.run("chat", "--url", url, "--username", "ada");
    expect(chat).toMatchObject({ code: 3, stderr: expect.stringMatching(/^natter: .+\n$/) as string });
  });
});

describe("what is machine code it puts where nobody else can", () => {
  const unpacked = (natter: Alone) => readdirSync(path.join(natter.folder, "data")).includes("addons");
  const itsFolder = (natter: Alone) => path.join(natter.temporary, `natter-${process.getuid?.()}`);

  test("in the temporary folder, to be read by its user alone", async () => {
    await using natter = new Alone();
    await natter.serve();
    expect(statSync(itsFolder(natter)).mode & 0o777).toBe(0o700);
    expect(unpacked(natter)).toBe(false);
  });

  test("a file that mallory has changed is put back before it is loaded", async () => {
    await using natter = new Alone();
    mkdirSync(itsFolder(natter), { mode: 0o700 });
    const file = path.join(itsFolder(natter), "better-sqlite3.node");
    writeFileSync(file, "mallory's");
    await natter.serve();
    expect((await readFile(file)).equals(await readFile(addonSource))).toBe(true);
  });

  const addonSource = path.join(root, `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`);

  test.each([
    ["a folder of that name that mallory can look into", (natter: Alone) => mkdirSync(itsFolder(natter))],
    ["a temporary folder in which mallory can rename", (natter: Alone) => chmodSync(natter.temporary, 0o777)],
    ["a temporary folder that is not there", (natter: Alone) => void (natter.temporary = "/nowhere")],
  ])("not in %s, but in the data folder", async (_, prepare) => {
    await using natter = new Alone();
    prepare(natter);
    await natter.serve();
    expect(statSync(path.join(natter.folder, "data/addons")).mode & 0o777).toBe(0o700);
  });

  test("in the data folder where the temporary one is mounted noexec; where both are, it says what to do", async (t) => {
    const noexec = mountNoexec() ?? t.skip("it takes root to mount");
    await using natter = new Alone();
    natter.temporary = noexec;
    await natter.serve();
    expect(unpacked(natter)).toBe(true);
    await natter.kill();
    const refused = await natter.run("serve", "--port", "0", "--data", path.join(noexec, "data"));
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toMatch(/^natter: .*machine code.*set TMPDIR to a folder.*noexec\.\n$/);
  });
});

function mountNoexec(): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), "natter-noexec-"));
  onTestFinished(() => rmdirSync(folder));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "noexec,mode=1777,size=32m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}
