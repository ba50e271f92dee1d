import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Delivery, type Sink } from "../../server/delivery/sink.ts";
import { durable } from "../../server/live-stream.ts";
import { procedure, publicProcedure, router } from "../../server/trpc.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startStage, token, type Stage } from "../support/transport.ts";

/** The sinks of the streams that are open. */
let sinks: Sink[] = [];

const appRouter = router({
  info: publicProcedure.query(() => "natter"),
  me: procedure.meta({ budget: null }).query(({ ctx }) => ctx.caller.userId),
  logout: procedure.meta({ budget: null }).mutation(({ ctx }) => stage.transport.endSession(ctx.caller.sessionId)),
  events: procedure.meta({ budget: null }).subscription(() =>
    durable((sink, signal) => {
      sinks.push(sink);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    }),
  ),
});

let stage: Stage;
beforeEach(async () => {
  sinks = [];
  stage = await startStage(appRouter, { caps: { authenticateMs: 500, socketsPerUser: 2, socketsPerAddress: 4 } });
});
afterEach(() => stage[Symbol.asyncDispose]());

const event = (n: number) => new Delivery(`e.${n}`, { n });

describe("signing in on a socket", () => {
  test("ada is ada, and there until she has gone", async () => {
    const socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
    socket.send(call(1, "query", "me"));
    expect((await socket.next()).result?.data).toEqual({ json: "ada" });
    expect(stage.presence).toEqual(["+ada"]);
    await socket[Symbol.asyncDispose]();
    await expect.poll(() => stage.presence).toEqual(["+ada", "-ada"]);
  });

  test.each([
    ["without connectionParams", () => RawSocket.open(stage.wsUrl)],
    ["with null", () => RawSocket.openAs(stage.wsUrl, null)],
    ["with an empty token", () => RawSocket.openAs(stage.wsUrl, "")],
  ])("%s only public procedures answer", async (_, open) => {
    await using socket = await open();
    socket.send(call(1, "query", "info"));
    expect((await socket.next()).result?.data).toEqual({ json: "natter" });
    socket.send(call(2, "query", "me"));
    expect((await socket.next()).error?.json.data.reason).toBe("not_signed_in");
  });

  test("what is sent while the token is verified is answered after it, in order", async () => {
    const held = stage.holdSessions();
    await using socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
    socket.send(call(1, "query", "me"), call(2, "query", "me"));
    await held.asked;
    expect(socket.frames).toEqual([]);
    held.release();
    expect([(await socket.next()).id, (await socket.next()).id]).toEqual([1, 2]);
  });

  test.each([
    ["an expired token", "expired", "token_expired", 4402],
    ["no token of ours", "garbage", "not_signed_in", 4401],
    ["a token of a session that has ended", token("ada", "old"), "session_ended", 4401],
    ["a token of somebody else's session", token("mallory", "ada-session"), "not_signed_in", 4401],
  ])("%s is told, and closed with the code", async (_, text, reason, code) => {
    const socket = await RawSocket.openAs(stage.wsUrl, text);
    expect(await socket.next()).toMatchObject({ id: null, error: { json: { data: { reason } } } });
    expect(await socket.closed).toBe(code);
    expect(stage.presence).toEqual([]);
  });

  test("a disabled account is told so", async () => {
    stage.sessions.set("ada-session", { userId: "ada", state: "disabled" });
    const socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
    expect((await socket.next()).error?.json.data.reason).toBe("account_disabled");
    expect(await socket.closed).toBe(4401);
  });

  test("an expired token fails calls, and leaves subscriptions for the next socket", async () => {
    const socket = await RawSocket.openAs(stage.wsUrl, "expired");
    socket.send(call(1, "query", "me"), call(2, "subscription", "events"));
    await socket.closed;
    expect(socket.frames.map((text) => (JSON.parse(text) as { id: number | null }).id)).toEqual([null, 1]);
  });

  test("a database that cannot say is nobody's fault: come back, and do not sign in again", async () => {
    stage.services.store.sessions.check = () => Promise.reject(new Error("disk on fire"));
    const socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
    expect((await socket.next()).error?.json.data.reason).toBe("internal");
    expect(await socket.closed).toBe(1012);
  });

  test.each([
    ["garbage", "{"],
    ["a list", [1]],
    ["a token that is no text", { method: "connectionParams", data: { token: 1 } }],
    ["a call", call(1, "query", "info")],
  ])("%s instead of credentials is refused", async (_, first) => {
    const socket = await RawSocket.open(`${stage.wsUrl}?connectionParams=1`);
    socket.send(first);
    expect((await socket.next()).error?.json.data.reason).toBe("invalid_input");
    expect(await socket.closed).toBe(4401);
  });

  test("who says nothing is closed with 4408", async () => {
    const socket = await RawSocket.open(`${stage.wsUrl}?connectionParams=1`);
    expect(await socket.closed).toBe(4408);
  });

  test("who only pings is closed with 4408 too", async () => {
    const socket = await RawSocket.open(`${stage.wsUrl}?connectionParams=1`);
    const pinging = setInterval(() => socket.send("PING"), 50);
    expect(await socket.closed).toBe(4408);
    clearInterval(pinging);
  });

  test("ada's third socket is too many for her, not for grace", async () => {
    await using one = await RawSocket.openAs(stage.wsUrl, token("ada"));
    await using two = await RawSocket.openAs(stage.wsUrl, token("ada"));
    for (const socket of [one, two]) {
      socket.send(call(1, "query", "me"));
      expect((await socket.next()).result?.data).toEqual({ json: "ada" });
    }
    const three = await RawSocket.openAs(stage.wsUrl, token("ada"));
    expect(await three.closed).toBe(4429);
    await using grace = await RawSocket.openAs(stage.wsUrl, token("grace"));
    grace.send(call(1, "query", "me"));
    expect((await grace.next()).result?.data).toEqual({ json: "grace" });
  });

  test("the fifth socket of an address is closed with 4429, and there is room when one has gone", async () => {
    const sockets = await Promise.all(Array.from({ length: 4 }, () => RawSocket.open(stage.wsUrl)));
    const fifth = await RawSocket.open(stage.wsUrl);
    expect(await fifth.closed).toBe(4429);
    await sockets[0]?.[Symbol.asyncDispose]();
    await expect
      .poll(async () => {
        await using next = await RawSocket.open(stage.wsUrl);
        return await Promise.race([next.closed, next.settled()]);
      })
      .toBe(undefined);
    for (const socket of sockets) socket.ws.terminate();
  });
});

test("a client that goes while its token is verified is not counted for ever", async () => {
  const asked: (() => void)[] = [];
  const { verifyAccess } = stage.services.tokens;
  stage.services.tokens.verifyAccess = async (text, now) => {
    await new Promise<void>((resolve) => asked.push(resolve));
    return verifyAccess(text, now);
  };
  for (let i = 0; i < 3; i += 1) {
    const socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
    await expect.poll(() => asked.length).toBe(i + 1);
    stage.lines.length = 0;
    socket.ws.terminate();
    await expect.poll(() => stage.lines.some(({ msg }) => msg === "connection closed")).toBe(true);
    asked[i]?.();
  }
  stage.services.tokens.verifyAccess = verifyAccess;
  await using socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
  socket.send(call(1, "query", "me"));
  expect((await socket.next()).result?.data).toEqual({ json: "ada" });
});

describe("when a session ends", () => {
  test("all its sockets close with 4401, and nothing that comes after it reaches them", async () => {
    const ada = await RawSocket.openAs(stage.wsUrl, token("ada"));
    await using grace = await RawSocket.openAs(stage.wsUrl, token("grace"));
    for (const socket of [ada, grace]) {
      socket.send(call(1, "subscription", "events"));
      expect((await socket.next()).result?.type).toBe("started");
    }
    for (const sink of sinks) sink.write(event(1));
    stage.transport.endSession("ada-session");
    for (const sink of sinks) sink.write(event(2));
    expect(await ada.closed).toBe(4401);
    expect(ada.frames.join()).toContain('"e.1"');
    expect(ada.frames.join()).not.toMatch(/e\.2|stopped/);
    await grace.until(3);
    expect(grace.frames[2]).toContain('"e.2"');
    expect(stage.presence).toEqual(["+ada", "+grace", "-ada"]);
  });

  test("a socket whose session is just being looked up is reached too", async () => {
    const held = stage.holdSessions();
    const ada = await RawSocket.openAs(stage.wsUrl, token("ada"));
    ada.send(call(1, "subscription", "events"));
    await held.asked;
    stage.transport.endSession("ada-session");
    held.release();
    expect(await ada.closed).toBe(4401);
    expect(sinks).toEqual([]);
    expect(stage.presence).toEqual([]);
  });

  test("the logout that ended it is still answered", async () => {
    const ada = await RawSocket.openAs(stage.wsUrl, token("ada"));
    ada.send([call(1, "mutation", "logout"), call(2, "query", "me")]);
    expect(await ada.closed).toBe(4401);
    expect(ada.frames.some((text) => text.includes('"id":1') && text.includes("result"))).toBe(true);
  });
});
