import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { Delivery, type Sink } from "../../server/delivery/sink.ts";
import { durable } from "../../server/live-stream.ts";
import { procedure, publicProcedure, router } from "../../server/trpc.ts";
import { exchange } from "../support/raw-socket.ts";
import { startStage, token } from "../support/transport.ts";

describe("who asks and does not read", () => {
  test("is not answered into memory: a connection with many requests at once is cut", async () => {
    await using stage = await startStage(router({ info: publicProcedure.query(() => "natter") }));
    const request = `GET /trpc/info HTTP/1.1\r\nHost: ${new URL(stage.url).host}\r\n\r\n`;
    const answers = await exchange(stage.url, request.repeat(100));
    expect(answers.match(/HTTP\/1.1 200/g)?.length ?? 0).toBeLessThan(5);
  });

  test("is cut when nothing of an answer has been taken for long", async () => {
    const answer = "x".repeat(50_000_000);
    const large = router({ page: publicProcedure.query(() => answer) });
    await using impatient = await startStage(large, { caps: { stallMs: 500 } });
    const { host, hostname, port } = new URL(impatient.url);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    const closed = once(socket, "close");
    socket.write(`GET /trpc/page HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await once(socket, "readable");
    socket.pause();
    await expect.poll(() => impatient.lines.filter(({ msg }) => msg === "request").length, { timeout: 5000 }).toBe(1);
    socket.resume();
    await closed;
    expect(socket.bytesRead).toBeLessThan(answer.length);
  });

  test("has so many answers at once and no more, and has room again when they have gone", async () => {
    const held = Promise.withResolvers<void>();
    let asked = 0;
    const slow = router({ page: procedure.meta({ budget: null }).query(() => ((asked += 1), held.promise)) });
    await using small = await startStage(slow, { caps: { requestsPerUser: 2 } });
    const ask = (user: string) =>
      fetch(`${small.url}/trpc/page`, { headers: { authorization: `Bearer ${token(user)}` } });
    const first = [ask("ada"), ask("ada")];
    await expect.poll(() => asked).toBe(2);
    expect((await ask("ada")).status).toBe(429);
    const another = ask("grace");
    held.resolve();
    for (const answer of [...first, another]) expect((await answer).status).toBe(200);
    await expect.poll(async () => (await ask("ada")).status).toBe(200);
  });

  test("is cut off from a stream too, also from one that was asked for behind another request", async () => {
    const sinks: Sink[] = [];
    const streaming = router({
      info: publicProcedure.query(() => "natter"),
      events: procedure.meta({ budget: null }).subscription(() =>
        durable((sink, signal) => {
          sinks.push(sink);
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
        }),
      ),
    });
    await using impatient = await startStage(streaming, { caps: { stallMs: 500 } });
    const { host, hostname, port } = new URL(impatient.url);
    const ask = (path: string) =>
      `GET /trpc/${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token("ada")}\r\n\r\n`;
    const socket = connect(Number(port), hostname);
    socket.write(ask("info") + ask("events"));
    await expect.poll(() => sinks.length).toBe(1);
    socket.pause();
    const sink = sinks[0]!;
    for (let n = 2; sink.writable || (await drainedSoon(sink)); n += 1) {
      sink.write(new Delivery(`e.${n}`, { body: "x".repeat(64 * 1024) }));
    }
    await expect.poll(() => impatient.presence, { timeout: 5000 }).toEqual(["+ada", "-ada"]);
    socket.destroy();
  });
});

/** Whether a sink that is full takes something again, once the socket has had the time to write what it can. */
async function drainedSoon(sink: Sink): Promise<boolean> {
  const late = new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.race([sink.drained(), late]);
  return sink.writable;
}
