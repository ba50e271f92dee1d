import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Delivery, type Sink } from "../../server/delivery/sink.ts";
import { NatterError } from "../../server/errors.ts";
import { durable } from "../../server/live-stream.ts";
import { procedure, publicProcedure, router } from "../../server/trpc.ts";
import { exchange } from "../support/raw-socket.ts";
import { startStage, token, type Stage } from "../support/transport.ts";

const sinks: Sink[] = [];

const appRouter = router({
  info: publicProcedure.query(() => "natter"),
  me: procedure.meta({ budget: null }).query(({ ctx }) => ctx.caller.userId),
  say: publicProcedure.input(z.object({ body: z.string() })).mutation(({ input }) => input.body.length),
  limited: publicProcedure.query(() => {
    throw new NatterError("rate_limited", { retryAfterMs: 1500 });
  }),
  keep: publicProcedure.mutation(({ ctx }) => ctx.refreshCookie?.set("secret-refresh", new Date(0))),
  forget: publicProcedure.mutation(({ ctx }) => ctx.refreshCookie?.clear()),
  kept: publicProcedure.mutation(({ ctx }) => ctx.refreshCookie?.value ?? null),
  events: procedure.meta({ budget: null }).subscription(() =>
    durable((sink, signal) => {
      sinks.push(sink);
      sink.write(new Delivery("e.1", { n: 1 }));
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    }),
  ),
});

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(appRouter, {
    allowedOrigins: ["https://app.example.com"],
    trustedProxies: ["127.0.0.1"],
    caps: { messageBytes: 10_000 },
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

const get = (where: string, headers: Record<string, string> = {}) => fetch(`${stage.url}${where}`, { headers });
const post = (where: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${stage.url}${where}`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const reasonOf = async (response: Response) =>
  ((await response.json()) as { error: { json: { data: { reason: string } } } }).error.json.data.reason;

describe("who calls", () => {
  test("a bearer token says who; nothing else does", async () => {
    expect(await (await get("/trpc/me", bearer(token("ada")))).json()).toEqual({ result: { data: { json: "ada" } } });
    expect(await reasonOf(await get("/trpc/me"))).toBe("not_signed_in");
    const inUrl = encodeURIComponent(JSON.stringify({ token: token("ada") }));
    expect(await reasonOf(await get(`/trpc/me?connectionParams=${inUrl}`))).toBe("not_signed_in");
    expect(await reasonOf(await get("/trpc/me", { cookie: `natter_refresh=${token("ada")}` }))).toBe("not_signed_in");
  });

  test.each([
    ["an expired token", "Bearer expired", "token_expired"],
    ["a token of an ended session", `Bearer ${token("ada", "old")}`, "session_ended"],
    ["an empty token", "Bearer ", "not_signed_in"],
    ["another scheme", "Basic YWRhOmFkYQ==", "not_signed_in"],
  ])("%s fails the call, a public one too", async (_, authorization, reason) => {
    const response = await get("/trpc/info", { authorization });
    expect(response.status).toBe(401);
    expect(await reasonOf(response)).toBe(reason);
  });
});

describe("the refresh cookie", () => {
  test("is out of reach of scripts and of other sites, and Secure behind https", async () => {
    const plain = await post("/trpc/keep", "");
    expect(plain.headers.get("set-cookie")).toBe(
      "natter_refresh=secret-refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict; Path=/trpc",
    );
    const proxied = await post("/trpc/forget", "", { "x-forwarded-proto": "https" });
    expect(proxied.headers.get("set-cookie")).toBe(
      "natter_refresh=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/trpc; Secure",
    );
  });

  test("is read by its name alone", async () => {
    const cookie = "a=1; xnatter_refresh=wrong; natter_refresh=right; natter_refresh2=wrong";
    expect(await (await post("/trpc/kept", "", { cookie })).json()).toEqual({ result: { data: { json: "right" } } });
  });
});

describe("pages of other origins", () => {
  test.each(["https://evil.example", "null", "http://app.example.com"])(
    "%s is refused, whatever it asks",
    async (origin) => {
      for (const method of ["GET", "OPTIONS"]) {
        const response = await fetch(`${stage.url}/trpc/info`, { method, headers: { origin } });
        expect(response.status).toBe(403);
        expect(response.headers.get("access-control-allow-origin")).toBeNull();
      }
      expect((await get("/trpc/events", { origin, ...bearer(token("ada")) })).status).toBe(403);
    },
  );

  test("an allowed one may ask first, and then call with a token and the cookie", async () => {
    const origin = "https://app.example.com";
    const preflight = await fetch(`${stage.url}/trpc/say`, { method: "OPTIONS", headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, POST",
      vary: "Origin",
    });
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/authorization.*content-type.*last-event-id/);
    const response = await get("/trpc/me", { origin, ...bearer(token("ada")) });
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("the own one needs no list, and is https behind a proxy that says so", async () => {
    expect((await get("/trpc/info", { origin: stage.url })).status).toBe(200);
    const own = stage.url.replace("http", "https");
    expect((await get("/trpc/info", { origin: own })).status).toBe(403);
    expect((await get("/trpc/info", { origin: own, "x-forwarded-proto": "https" })).status).toBe(200);
  });
});

describe("what is sent", () => {
  test.each([
    ["a body that is too large", () => post("/trpc/say", JSON.stringify({ json: { body: "x".repeat(20_000) } })), 413],
    ["a form", () => post("/trpc/say", "a=b", { "content-type": "application/x-www-form-urlencoded" }), 415],
    ["many parts", () => post("/trpc/say", "", { "content-type": "multipart/form-data; boundary=x" }), 415],
    ["bytes", () => post("/trpc/say", "", { "content-type": "application/octet-stream" }), 415],
    ["a mutation by GET", () => get("/trpc/say?input={}"), 404],
    ["half of some JSON", () => post("/trpc/say", '{"json":'), 400],
    ["a prototype", () => post("/trpc/say", '{"json":{"__proto__":{}}}'), 400],
    ["an unknown procedure", () => get("/trpc/__proto__"), 404],
    ["a path that is badly encoded", () => get("/trpc/%ff"), 400],
    ["DELETE", () => fetch(`${stage.url}/trpc/info`, { method: "DELETE" }), 405],
  ])("%s is refused", async (_, send, status) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("a batch has a limit too", async () => {
    const response = await get(`/trpc/${Array.from({ length: 300 }, () => "info").join(",")}?batch=1&input={}`);
    expect(response.status).toBe(400);
  });

  test("who has to wait is told for how long", async () => {
    const response = await get("/trpc/limited");
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "2"]);
  });

  test("headers of 20 kB, and a request that is none, are refused", async () => {
    const host = `Host: ${new URL(stage.url).host}`;
    expect(await exchange(stage.url, `GET / HTTP/1.1\r\n${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
    expect(await exchange(stage.url, "hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400/);
    expect(await exchange(stage.url, `GET // HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(await exchange(stage.url, "GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1.1 400/,
    );
  });

  test("who is slow with the headers is not waited for", async () => {
    await using slow = await startStage(appRouter, { caps: { headersMs: 500, requestMs: 1000 } });
    expect(await exchange(slow.url, "GET / HTTP/1.1\r\nHost: a\r\n")).toMatch(/^HTTP\/1.1 408/);
  });
});

describe("a stream over SSE", () => {
  /** Opens one and reads its first events. */
  async function open(user: string) {
    const response = await get("/trpc/events", bearer(token(user)));
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = (response.body ?? fail()).pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("id: e.1")) text += (await reader.read()).value ?? fail();
    return reader;
  }

  test("counts as presence, and ends with its session, in the same turn", async () => {
    stage.presence.length = 0;
    const ada = await open("ada");
    const sink = sinks.at(-1);
    expect(stage.presence).toEqual(["+ada"]);
    stage.transport.endSession("ada-session");
    sink?.write(new Delivery("e.2", { n: 2 }));
    const rest = await ada.read().then(
      ({ value }) => value ?? "",
      () => "",
    );
    expect(rest).not.toContain("e.2");
    await expect.poll(() => stage.presence).toEqual(["+ada", "-ada"]);
  });

  test("is found also while its session is being looked up", async () => {
    const held = stage.holdSessions();
    const opening = get("/trpc/events", bearer(token("ada"))).then((response) => response.text());
    await held.asked;
    stage.transport.endSession("ada-session");
    held.release();
    await expect(opening).rejects.toThrow("fetch failed");
  });

  test("leaves when its reader does", async () => {
    stage.presence.length = 0;
    const grace = await open("grace");
    await grace.cancel();
    await expect.poll(() => stage.presence).toEqual(["+grace", "-grace"]);
  });
});

describe("beside the API", () => {
  test("health and readiness say so, and nothing more", async () => {
    expect(await (await get("/healthz")).text()).toBe("ok\n");
    expect(await (await get("/readyz")).text()).toBe("ready\n");
  });

  test("a database that is away, or hangs, is not ready, and alive", async () => {
    for (const ping of [
      () => Promise.resolve(false),
      () => Promise.reject(new Error()),
      () => new Promise<never>(() => {}),
    ]) {
      const before = stage.services.store.ping;
      stage.services.store.ping = ping;
      expect((await get("/readyz")).status).toBe(503);
      expect((await get("/healthz")).status).toBe(200);
      stage.services.store.ping = before;
    }
  });
});

function fail(): never {
  throw new Error("the stream ended");
}
