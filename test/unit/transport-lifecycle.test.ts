import { once } from "node:events";
import { get } from "node:https";
import { connect } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { durable } from "../../server/live-stream.ts";
import { Wheel } from "../../server/transport/wheel.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { tls } from "../support/certificate.ts";
import { call, RawSocket, upgradeRequest } from "../support/raw-socket.ts";
import { startStage } from "../support/transport.ts";

describe("draining", () => {
  /** A router with a mutation that is under way until it is let go. */
  function slowRouter() {
    let begun = 0;
    const held = Promise.withResolvers<string>();
    const appRouter = router({
      send: publicProcedure.mutation(() => {
        begun += 1;
        return held.promise;
      }),
      info: publicProcedure.query(() => "natter"),
      events: publicProcedure.subscription(() =>
        durable((_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()))),
      ),
    });
    const underWay = async (count: number) => {
      await expect.poll(() => begun).toBe(count);
    };
    return { appRouter, underWay, finish: () => held.resolve("sent") };
  }

  test("answers what is under way, takes nothing new, and tells everyone to come back", async () => {
    const { appRouter, underWay, finish } = slowRouter();
    await using stage = await startStage(appRouter);
    const ada = await RawSocket.open(stage.wsUrl);
    const overHttp = fetch(`${stage.url}/trpc/send`, {
      method: "POST",
      headers: { "content-type": "application/json" },
    });
    ada.send(call(1, "subscription", "events"));
    await ada.next();
    ada.send(call(2, "mutation", "send"));
    await underWay(2);
    const drained = stage.transport.drain(5000);
    ada.send(call(3, "mutation", "send"), call(4, "query", "info"));
    expect(await ada.next()).toMatchObject({ id: 3, error: { json: { data: { reason: "draining" } } } });
    expect(await ada.next()).toMatchObject({ id: 4, result: { data: { json: "natter" } } });
    await expect(RawSocket.open(stage.wsUrl)).rejects.toThrow("503");
    finish();
    expect(await ada.next()).toMatchObject({ id: 2, result: { data: { json: "sent" } } });
    expect(await ada.closed).toBe(1012);
    expect(await (await overHttp).json()).toEqual({ result: { data: { json: "sent" } } });
    await drained;
    // Told that its stream has stopped, a client would not open it again.
    expect(ada.frames.join()).not.toContain("stopped");
  });

  test("answers what waits for its turn too", async () => {
    const { appRouter, underWay, finish } = slowRouter();
    await using stage = await startStage(appRouter, { caps: { callsAtOnce: 1 } });
    const ada = await RawSocket.open(stage.wsUrl);
    ada.send([1, 2, 3].map((id) => call(id, "mutation", "send")));
    await underWay(1);
    const drained = stage.transport.drain(5000);
    finish();
    await drained;
    expect(ada.frames.filter((text) => text.includes("sent"))).toHaveLength(3);
  });

  test("waits no longer than it was told to", async () => {
    const { appRouter, underWay } = slowRouter();
    await using stage = await startStage(appRouter);
    const ada = await RawSocket.open(stage.wsUrl);
    ada.send(call(1, "mutation", "send"));
    await underWay(1);
    await stage.transport.drain(100);
    expect(await ada.closed).toBe(1012);
  });

  test("does not wait for a client that does not answer", async () => {
    const { appRouter } = slowRouter();
    await using stage = await startStage(appRouter);
    const ada = await RawSocket.open(stage.wsUrl);
    ada.socket.pause();
    await stage.transport.drain(100);
    ada.socket.resume();
    await ada.closed;
  });

  test("an upgrade that was half said before is refused: come back", async () => {
    const { appRouter, underWay, finish } = slowRouter();
    await using stage = await startStage(appRouter);
    const ada = await RawSocket.open(stage.wsUrl);
    ada.send(call(1, "mutation", "send"));
    await underWay(1);
    const socket = connect(Number(new URL(stage.url).port), "127.0.0.1");
    const [half, rest] = upgradeRequest(stage.url).split("Sec-WebSocket-Version");
    socket.write(half ?? "");
    const received = once(socket, "data");
    await expect.poll(() => socket.bytesWritten).toBeGreaterThan(0);
    // Its half has been read once an answer to something sent later has come.
    await fetch(`${stage.url}/healthz`);
    const drained = stage.transport.drain(5000);
    socket.write(`Sec-WebSocket-Version${rest}`);
    expect(String(await received)).toMatch(/^HTTP\/1.1 503 /);
    finish();
    await drained;
  });

  test("lets go of connections that are kept alive", async () => {
    const { appRouter, underWay, finish } = slowRouter();
    await using stage = await startStage(appRouter);
    const sent = fetch(`${stage.url}/trpc/send`, { method: "POST", headers: { "content-type": "application/json" } });
    await underWay(1);
    const drained = stage.transport.drain(5000);
    finish();
    expect((await sent).headers.get("connection")).toBe("close");
    await drained;
    await expect(fetch(`${stage.url}/readyz`)).rejects.toThrow("fetch failed");
  });
});

describe("a client that has gone without a word", () => {
  test("is found by its silence; one that answers pings is left alone", async () => {
    await using stage = await startStage(router({}), { caps: { heartbeatMs: 500 } });
    const mute = await RawSocket.open(stage.wsUrl);
    await using ada = await RawSocket.open(stage.wsUrl);
    mute.socket.pause();
    let pings = 0;
    ada.ws.on("ping", () => (pings += 1));
    await expect
      .poll(() => stage.lines.filter(({ msg }) => msg === "connection closed").length, { timeout: 5000 })
      .toBe(1);
    await expect.poll(() => pings, { timeout: 5000 }).toBeGreaterThan(1);
    expect(ada.ws.readyState).toBe(ada.ws.OPEN);
    mute.socket.resume();
    expect(await mute.closed).toBe(1006);
  });
});

describe("the wheel", () => {
  test("runs what is due, once, and not what was cancelled", () => {
    vi.useFakeTimers();
    const wheel = new Wheel();
    const ran: string[] = [];
    wheel.after(1000, () => ran.push("one second"));
    wheel.after(3000, () => ran.push("three seconds"));
    wheel.after(1000, () => ran.push("cancelled"))();
    wheel.after(500, () => wheel.after(500, () => ran.push("again")));
    vi.advanceTimersByTime(999);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(["one second", "again"]);
    vi.advanceTimersByTime(60_000);
    expect(ran).toEqual(["one second", "again", "three seconds"]);
    wheel.stop();
    vi.useRealTimers();
  });
});

describe("with a certificate", () => {
  test("it speaks https and wss itself, and its own origin is https", async () => {
    const appRouter = router({ keep: publicProcedure.query(({ ctx }) => ctx.refreshCookie?.set("t", new Date(0))) });
    await using stage = await startStage(appRouter, { tls });
    expect(stage.url).toMatch(/^https:/);
    const request = get(`${stage.url}/trpc/keep`, { rejectUnauthorized: false, headers: { origin: stage.url } });
    const [response] = await once(request, "response");
    response.resume();
    expect(response.headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    const options = { headers: { origin: stage.url }, rejectUnauthorized: false };
    await using socket = await RawSocket.open(stage.wsUrl, options);
    await socket.settled();
  });
});
