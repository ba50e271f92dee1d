import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Delivery } from "../../server/delivery/sink.ts";
import { EventStream } from "../../server/rest/event-stream.ts";

const most = 64 * 1024;
const item = (n: number) => new Delivery(`e.${n}`, { kind: "message.sent", n, body: "x".repeat(1000) });

let stop: () => Promise<void>;
let response: ServerResponse;
let events: EventStream;
let reader: IncomingMessage;

beforeEach(async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = once(server, "request");
  const call = request({ port: (server.address() as AddressInfo).port });
  call.end();
  [, response] = (await asked) as [IncomingMessage, ServerResponse];
  const answered = once(call, "response");
  events = new EventStream(response, pino({ level: "silent" }), most);
  [reader] = (await answered) as [IncomingMessage];
  // A cut connection is what some of these tests are about.
  reader.on("error", () => {});
  stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
});
afterEach(() => stop());

/** Writes for as long as it may. */
function fill(): number {
  let count = 0;
  while (events.writable && count < 100_000) events.write(item(count++));
  return count;
}

test("a reader who does not read costs so much and no more", async () => {
  fill();
  // The system's own buffers take some of it.
  while (response.writableLength < most) {
    await new Promise((resolve) => setImmediate(resolve));
    fill();
  }
  expect(response.writableLength).toBeLessThan(most + 2000);
  expect(events.writable).toBe(false);
  reader.resume();
  await events.drained();
  expect(events.writable).toBe(true);
});

test("nobody waits for a reader who has gone", async () => {
  while (response.writableLength < most) {
    fill();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const drained = events.drained();
  reader.destroy();
  await drained;
  events.write(item(1));
});

test("what cannot be written is left out, and the stream goes on", async () => {
  const round: Record<string, unknown> = { kind: "message.sent" };
  round["itself"] = round;
  events.write(new Delivery("e.1", round));
  events.write(new Delivery("e.2", { kind: "ready", at: new Date(0) }));
  response.end();
  let text = "";
  for await (const chunk of reader) text += String(chunk);
  expect(text.replace(/^retry: \d+\n\n/, "")).toBe(
    'id: e.2\nevent: ready\ndata: {"kind":"ready","at":"1970-01-01T00:00:00.000Z"}\n\n',
  );
});

test("a forbidden key that was stored all the same is left out", async () => {
  const data = JSON.parse('{"constructor":1,"nested":[{"__proto__":2,"kept":"\\"constructor\\":"}]}') as object;
  events.write(new Delivery(null, data));
  response.end();
  let text = "";
  for await (const chunk of reader) text += String(chunk);
  expect(text).toContain('data: {"nested":[{"kept":"\\"constructor\\":"}]}\n\n');
});
