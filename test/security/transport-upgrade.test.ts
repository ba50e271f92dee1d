import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publicProcedure, router } from "../../server/trpc.ts";
import { exchange, RawSocket, upgradeRequest } from "../support/raw-socket.ts";
import { startStage, type Stage } from "../support/transport.ts";

const appRouter = router({ info: publicProcedure.query(() => "natter") });

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(appRouter, { allowedOrigins: ["https://app.example.com"], trustedProxies: ["127.0.0.1"] });
});
afterAll(() => stage[Symbol.asyncDispose]());

const badRequests: [what: string, changed: Parameters<typeof upgradeRequest>[1], status: number][] = [
  ["a path that is another host", { line: "GET // HTTP/1.1" }, 400],
  ["a path that is another host's", { line: "GET //evil.example/trpc HTTP/1.1" }, 400],
  ["a whole URL", { line: "GET http://evil.example/trpc HTTP/1.1" }, 400],
  ["a star", { line: "GET * HTTP/1.1" }, 400],
  ["a Host with a slash", { host: "a/b" }, 400],
  ["a Host with a name and a password", { host: "a:b@c" }, 400],
  ["a Host that is half an IPv6 address", { host: "[::1" }, 400],
  ["a Host that is no IPv6 address", { host: "[:::::]" }, 400],
  ["a Host with a port of six digits", { host: "a:123456" }, 400],
  ["a Host with a port beyond the last", { host: "a:99999" }, 400],
  ["no Host", { host: "" }, 400],
  ["a method that is not GET", { line: "POST /trpc HTTP/1.1" }, 405],
  ["a path of somebody else's", { line: "GET /socket.io/?EIO=4 HTTP/1.1" }, 404],
  ["a path above the right one", { line: "GET /trpc/../trpc HTTP/1.1" }, 404],
  ["a foreign Origin", { origin: "https://evil.example" }, 403],
  ["the Origin of a sandboxed page", { origin: "null" }, 403],
  ["an Origin that begins like an allowed one", { origin: "https://app.example.com.evil.example" }, 403],
  ["an allowed Origin over plain http", { origin: "http://app.example.com" }, 403],
];

describe("an upgrade that is not in order gets a plain answer", () => {
  test.each(badRequests)("%s", async (_, changed, status) => {
    const answer = await exchange(stage.url, upgradeRequest(stage.url, changed));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("and the server takes the next one", async () => {
    await using socket = await RawSocket.open(stage.wsUrl);
    await socket.settled();
  });
});

describe("who is let in", () => {
  test.each([
    ["no Origin", {}],
    ["the own Origin", { origin: "OWN" }],
    ["an allowed Origin", { origin: "https://app.example.com" }],
  ])("%s", async (_, { origin }: { origin?: string }) => {
    const headers: Record<string, string> = {};
    if (origin !== undefined) headers["origin"] = origin === "OWN" ? stage.url : origin;
    await using socket = await RawSocket.open(stage.wsUrl, { headers });
    await socket.settled();
  });

  test("behind a trusted proxy the own Origin is https", async () => {
    const own = stage.url.replace("http", "https");
    await using socket = await RawSocket.open(stage.wsUrl, { headers: { origin: own, "x-forwarded-proto": "https" } });
    await socket.settled();
  });
});

test("nobody but a trusted proxy says what the scheme is", async () => {
  await using bare = await startStage(appRouter);
  const origin = bare.url.replace("http", "https");
  const lines = upgradeRequest(bare.url, { origin }).replace("Upgrade:", "X-Forwarded-Proto: https\r\nUpgrade:");
  expect(await exchange(bare.url, lines)).toMatch(/^HTTP\/1.1 403/);
});

test("a client that resets in the middle of its upgrade ends nothing", async () => {
  const { hostname, port } = new URL(stage.url);
  for (const bytes of [
    upgradeRequest(stage.url),
    upgradeRequest(stage.url, { host: "a/b" }),
    "GET /trpc HTTP/1.1\r\nUpg",
  ]) {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(bytes);
    socket.resetAndDestroy();
  }
  await using socket = await RawSocket.open(stage.wsUrl);
  await socket.settled();
});

test("an upgrade to something else is answered as if it had not been offered", async () => {
  const offer = upgradeRequest(stage.url, { line: "GET /healthz HTTP/1.1" })
    .replace("Upgrade: websocket", "Upgrade: h2c")
    .replace("Connection: Upgrade", "Connection: Upgrade, close");
  expect(await exchange(stage.url, offer)).toMatch(/^HTTP\/1.1 200 OK/);
});

test("what follows an upgrade and is no WebSocket closes the socket", async () => {
  const answer = await exchange(stage.url, `${upgradeRequest(stage.url)}GET / HTTP/1.1\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 101 /);
  await using socket = await RawSocket.open(stage.wsUrl);
  await socket.settled();
});
