import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpClient, signUp } from "../support/people.ts";
import { natterProgram } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const [command, ...program] = natterProgram();
let data: string;
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), "natter-"))));
afterEach(() => rmSync(data, { recursive: true }));

/** A start that is expected to fail. */
async function refusal(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, [...program, "serve", "--port", "0", "--data", data, ...args], {
    cwd: data,
    env: { PATH: process.env["PATH"] },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

function expectOneLine(stderr: string, words: string): void {
  expect(stderr).toContain(words);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe("a server that cannot start says why in one line", () => {
  test("the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await refusal("--port", String(port));
    other.close();
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expectOneLine(stderr, `natter: Port ${port} on 127.0.0.1 is taken by another program: stop that one`);
  });

  test("the address is not one of this machine", async () => {
    const { code, stderr } = await refusal("--host", "192.0.2.1");
    expect(code).toBe(3);
    expectOneLine(stderr, "192.0.2.1 is not an address of this machine");
  });

  test("the data folder is a file", async () => {
    writeFileSync(join(data, "file"), "");
    const { code, stderr } = await refusal("--data", join(data, "file"));
    expect(code).toBe(3);
    expectOneLine(stderr, "is a file, not a folder");
  });

  test("the database is damaged", async () => {
    writeFileSync(join(data, "natter.db"), "this is not a database, and long enough to be asked about it ".repeat(40));
    const { code, stderr } = await refusal();
    expect(code).toBe(3);
    expectOneLine(stderr, "natter.db is not a SQLite database");
  });

  test("the database was written by a newer version", async () => {
    await using server = await startServer({ data });
    await server.stop();
    const database = new Database(join(data, "natter.db"));
    database.prepare("insert into migrations (hash) values ('of the future')").run();
    database.close();
    const { code, stderr } = await refusal();
    expect(code).toBe(3);
    expectOneLine(stderr, "was written by a newer version of Natter");
  });

  test("another server uses the data folder", async () => {
    await using server = await startServer({ data });
    const { code, stderr } = await refusal();
    expect(code).toBe(3);
    expectOneLine(stderr, "is in use by another process");
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test.each(["missing.pem", "nonsense.pem"])("the certificate is %s", async (name) => {
    if (name === "nonsense.pem") writeFileSync(join(data, name), "nonsense");
    const { code, stderr } = await refusal("--tls-cert", name, "--tls-key", name, "--data", join(data, "data"));
    expect(code).toBe(3);
    expectOneLine(stderr, name === "missing.pem" ? "cannot be read" : "NATTER_TLS_CERT");
  });
});

describe("a running server", () => {
  test("keeps what it writes to itself", async () => {
    const folder = join(data, "deep", "data");
    mkdirSync(join(data, "deep"));
    await using server = await startServer({ data: folder });
    await using ada = await signUp(server.url, "ada");
    expect(ada.me.username).toBe("ada");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  });

  test("lets ada stay signed in over a restart, since its secret is kept", async () => {
    await using server = await startServer({ data });
    await using ada = await signUp(server.url, "ada");
    await server.restart();
    const { api } = ada.connect();
    expect((await api.user.me.query()).username).toBe("ada");
  });

  test("closes what ada has open when her session ends somewhere else", async () => {
    await using server = await startServer({ data });
    await using ada = await signUp(server.url, "ada");
    const socket = new WebSocket(`${server.wsUrl}?connectionParams=1`);
    await once(socket, "open");
    socket.send(JSON.stringify({ method: "connectionParams", data: { token: ada.session.accessToken } }));
    socket.send(JSON.stringify({ id: 1, method: "subscription", params: { path: "sync.onEvent", input: {} } }));
    await once(socket, "message");
    const closed = once(socket, "close");
    await httpClient(server.url, ada.session.accessToken).auth.logout.mutate();
    expect(await closed).toMatchObject([{ code: 4401 }]);
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "ends well at %s with people connected, also when it comes twice (npm passes it on)",
    async (signal) => {
      await using server = await startServer({ data });
      await using ada = await signUp(server.url, "ada");
      await ada.api.user.me.query();
      process.kill(server.pid, signal);
      expect(await server.stop()).toBe(0);
      expect(server.log).toContain("stopped");
    },
  );

  test("warns when it runs without limits", async () => {
    await using server = await startServer({ data });
    expect(server.log).toContain("NATTER_RATE_LIMITS is off");
  });
});
