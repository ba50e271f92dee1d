import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../server/router.ts";
import { httpClient, password, say, signUp, type Person } from "../support/people.ts";
import { Pulse } from "../support/pulse.ts";
import { RawSocket, upgradeRequest } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** The same every time; another seed and more runs find more. */
const seed = Number(process.env["NATTER_FUZZ_SEED"] ?? 1815);
const runs = Number(process.env["NATTER_FUZZ_RUNS"] ?? 1500);
const mostStallMs = 100;
const mostMemoryMiB = 512;

/** Something real to put into the wrong places: some of it is hidden from mallory. */
const rooms: string[] = [];
const messages: string[] = [];
let people: string[] = [];
let positions: string[] = [];
let server: TestServer;
let mallory: Person;

const nasty = fc.constantFrom(
  "",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "'; drop table users; --",
  '" OR "a"*',
  "%_\\",
  "👩‍👩‍👧‍👦",
  "x".repeat(5000),
  "@a.".repeat(1000),
  "\u202e\u200b",
  "1e999",
);
const text = fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 50 }));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, -0, 2 ** 53, [], {}) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 150 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 10 }) },
);
const among = (choose: () => string[]) => fc.nat().map((n) => choose()[n % choose().length] ?? "");
const roomId = among(() => rooms);
const userId = among(() => people);
/** Fields as the procedures take them, so that much of what is sent gets past the first look. */
const plausible: Record<string, fc.Arbitrary<unknown>> = {
  roomId,
  userId,
  userIds: fc.array(userId, { maxLength: 5 }),
  memberIds: fc.array(userId, { maxLength: 5 }),
  messageId: among(() => messages),
  replyToId: fc.option(among(() => messages)),
  clientId: fc.stringMatching(/^[ -~]{1,64}$/),
  body: fc.string({ minLength: 1, unit: "grapheme", maxLength: 4000 }),
  data: fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 6 }), { maxKeys: 5 }),
  emoji: fc.constantFrom("👍", "❤", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
  query: fc.string({ unit: "grapheme", maxLength: 200 }),
  cursor: fc.option(fc.base64String({ maxLength: 256 })),
  limit: fc.integer({ min: 1, max: 200 }),
  around: fc.integer({ min: 0 }),
  direction: fc.constantFrom("forward", "backward"),
  lastEventId: fc.option(among(() => positions)),
  maxReplay: fc.nat(),
  seq: fc.nat(1000),
  name: fc.string({ minLength: 1, maxLength: 80 }),
  topic: fc.option(fc.string({ maxLength: 500 })),
  statusText: fc.option(fc.string({ maxLength: 140 })),
  displayName: fc.string({ minLength: 1, maxLength: 64 }),
  avatarUrl: fc.option(fc.webUrl()),
  type: fc.constantFrom("private", "public"),
  role: fc.constantFrom("owner", "moderator", "member"),
  status: fc.constantFrom("online", "away", "busy", "invisible"),
  typing: fc.boolean(),
  username: fc.stringMatching(/^[a-z._-]{3,32}$/),
  login: fc.constantFrom("ada", "nobody", "a@example.com"),
  // Too weak to be hashed, and never the right one.
  password: fc.constant("password1"),
  newPassword: fc.constant("password1"),
  currentPassword: fc.string({ maxLength: 1024 }),
  sessionId: text,
  refreshToken: fc.string({ minLength: 1, maxLength: 512 }),
  cookie: fc.boolean(),
};
const fields = Object.fromEntries(
  Object.entries(plausible).map(([name, good]) => [
    name,
    fc.oneof(
      { weight: 30, arbitrary: good },
      { weight: 1, arbitrary: value },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  ]),
);
/** Most keys of an object are no concern of the procedure's: they are left out before anything looks at them. */
const input = fc.oneof(
  { weight: 8, arbitrary: fc.record(fields) },
  { weight: 1, arbitrary: fc.dictionary(text, value, { maxKeys: 8 }) },
  { weight: 1, arbitrary: value },
);
/** Those that would end the session that the rest needs are left out. */
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)
  .filter(([path]) => !path.startsWith("auth.logout"))
  .map(([path, { _def }]) => ({ path, method: _def.type }));
const method = fc.constantFrom("query", "mutation", "subscription", "subscription.stop", "", "constructor");
const procedure = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom(...procedures) },
  {
    weight: 1,
    arbitrary: fc.record({ path: fc.oneof(text, fc.constantFrom(...procedures.map(({ path }) => path))), method }),
  },
);
const path = procedure.map((one) => one.path);
const meta = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ values: fc.dictionary(text, value, { maxKeys: 3 }) }) },
  { weight: 1, arbitrary: value },
);
const id = fc.oneof({ weight: 20, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: value });
const call = fc
  .tuple(id, procedure, input, meta)
  .map(([id, { path, method }, json, meta]) => ({ id, method, params: { path, input: { json, meta } } }));
const entry = fc.oneof({ weight: 20, arbitrary: call }, { weight: 1, arbitrary: value });
const frame = fc.oneof(entry, fc.array(entry, { maxLength: 20 })).map((content) => JSON.stringify(content) ?? "");

/** A text with some of it missing, doubled or replaced. */
const edits = fc.array(fc.tuple(fc.nat(), fc.nat(30), text), { minLength: 1, maxLength: 4 });
const mutated = (of: fc.Arbitrary<string>) =>
  fc.tuple(of, edits).map(([whole, changes]) =>
    changes.reduce((result, [at, length, inserted]) => {
      const start = at % (result.length + 1);
      return result.slice(0, start) + inserted + result.slice(start + length);
    }, whole),
  );
const anyFrame: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: frame },
  { weight: 3, arbitrary: mutated(frame) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
);
/** What comes after an upgrade, and need not be WebSocket: a header byte of each kind, then whatever. */
const wsBytes = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }))
  .map(([first, second, rest]) => Buffer.from([first, second, ...rest]));

const request = fc
  .tuple(
    fc.constantFrom("GET", "POST", "OPTIONS", "HEAD", "PUT", "TRACE", "CONNECT"),
    fc.oneof(
      path.map((name) => `/trpc/${name}`),
      fc.array(path, { maxLength: 10 }).map((names) => `/trpc/${names.join(",")}?batch=1`),
      fc.constantFrom("/", "/healthz", "/readyz", "/trpc", "/trpc/", "//", "*", "/%ff", "http://a/"),
    ),
    fc.subarray([
      "Content-Type: application/json",
      "Authorization: Bearer x",
      "Cookie: natter_refresh=%00; ;=;natter_refresh",
      "Origin: null",
      "Expect: 100-continue",
      "trpc-accept: application/jsonl",
      "Accept: text/event-stream",
      "Last-Event-Id: x.1",
      "X-Forwarded-For: ::ffff:1.2.3.4, , [::1]:80",
      "Transfer-Encoding: chunked",
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x",
    ]),
    input.map((json) => JSON.stringify({ json })),
  )
  .map(([method, target, headers, body]) =>
    method === "GET"
      ? `GET ${target}${target.includes("?") ? "&" : "?"}input=${encodeURIComponent(body.toWellFormed())} HTTP/1.1\r\nHost: a\r\n${headers.join("\r\n")}\r\n\r\n`
      : `${method} ${target} HTTP/1.1\r\nHost: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers.join("\r\n")}\r\n\r\n${body}`,
  );
const anyRequest = fc.oneof({ weight: 2, arbitrary: request }, { weight: 1, arbitrary: mutated(request) });

describe("whatever is sent, the server lives, answers others at once and stays small", () => {
  beforeAll(async () => {
    server = await startServer();
    mallory = await signUp(server.url, "mallory");
    const ada = await signUp(server.url, "ada");
    people = [ada.me.id, mallory.me.id, "nobody"];
    for (const owner of [mallory, mallory, mallory, mallory, ada]) {
      const { id } = await owner.api.room.create.mutate({ type: "public", name: "Pit", memberIds: people.slice(0, 1) });
      rooms.push(id);
      messages.push((await say(owner, id, "hello @ada")).id);
    }
    rooms.push((await ada.api.room.create.mutate({ type: "private", name: "Hidden" })).id);
    messages.push((await say(ada, rooms.at(-1) ?? "", "nobody hears this")).id);
    const { lastEventId } = await mallory.api.room.list.query();
    positions = [lastEventId, lastEventId.replace(/\d+$/, "0"), "other.1"];
    await ada[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await mallory[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test("frames of somebody who is signed in", async () => {
    await withoutStall(() => sendFrames(mallory.session.accessToken, fc.sample(anyFrame, { seed, numRuns: runs })));
  });

  test("frames of nobody, credentials included", async () => {
    await withoutStall(() => sendFrames(null, fc.sample(anyFrame, { seed: seed + 1, numRuns: runs / 3 })));
    for (const first of fc.sample(anyFrame, { seed: seed + 2, numRuns: 50 })) {
      const socket = await RawSocket.open(`${server.wsUrl}?connectionParams=1`);
      socket.ws.send(first, { binary: typeof first !== "string" });
      socket.send({ id: 1, method: "query", params: { path: "user.me" } });
      await socket.closed;
    }
  });

  test("bytes that are no WebSocket", async () => {
    const upgrade = upgradeRequest(server.url);
    await withoutStall(async () => {
      for (const bytes of fc.sample(wsBytes, { seed, numRuns: runs / 5 })) {
        await sendBytes(Buffer.concat([Buffer.from(upgrade), bytes]));
      }
    });
  });

  test("requests over HTTP", async () => {
    await withoutStall(async () => {
      for (const bytes of fc.sample(anyRequest, { seed, numRuns: runs / 2 })) await sendBytes(Buffer.from(bytes));
    });
  });

  test("nothing of it was a fault of the server's own", async () => {
    expect(server.log.split("\n").filter((line) => /"level":"(error|fatal)"|\n\s+at /.test(line))).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const { session } = await httpClient(server.url).auth.login.mutate({ login: "ada", password });
    expect((await httpClient(server.url, session.accessToken).user.me.query()).username).toBe("ada");
    expect(await memoryMiB(server.pid)).toBeLessThan(mostMemoryMiB);
  });
});

async function withoutStall(attack: () => Promise<void>): Promise<void> {
  await using pulse = await Pulse.take(server);
  await attack();
  expect(await pulse.longest()).toBeLessThan(mostStallMs);
}

/** One after the other, on a new socket whenever the server has closed the last one. */
async function sendFrames(token: string | null, frames: (string | Uint8Array)[]): Promise<void> {
  let socket = await RawSocket.openAs(server.wsUrl, token);
  for (const [index, content] of frames.entries()) {
    if (socket.ws.readyState !== socket.ws.OPEN) socket = await RawSocket.openAs(server.wsUrl, token);
    socket.ws.send(content, { binary: typeof content !== "string" });
    if (index % 20 === 0) await Promise.race([socket.settled(), socket.closed]);
  }
  await Promise.race([socket.settled(), socket.closed]);
  await socket[Symbol.asyncDispose]();
}

/** Sends bytes, and hangs up when something has come back, or nothing has for a moment. */
function sendBytes(bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), 20);
    socket.on("error", () => undefined);
    socket.on("data", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.write(bytes);
  });
}

async function memoryMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
