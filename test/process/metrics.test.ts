import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseExposition, scrape, valueOf, type Exposition } from "../support/metrics.ts";
import { httpClient, Listener, refusalOf, say, signUp, sseClient, type Person } from "../support/people.ts";
import { call, exchange, RawSocket, upgradeRequest } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const token = "a-token-that-is-long-enough";
let server: TestServer;

describe.runIf(mayStartServers)("whoever runs the server sees", { timeout: 60_000 }, () => {
  beforeAll(async () => void (server = await startServer({ env: { NATTER_METRICS_TOKEN: token } })));
  afterAll(() => server[Symbol.asyncDispose]());

  test("what a conversation came to, to the last message", async () => {
    const before = await scrape(server.url);
    const ada = await signUp(server.url, "ada");
    const grace = await signUp(server.url, "grace");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [grace.me.id] });
    using heard = await new Listener(grace.api).ready();
    for (const body of ["one", "two", "three"]) await say(ada, room.id, body);
    const last = await say(grace, room.id, "four");
    await ada.api.message.react.mutate({ messageId: last.id, emoji: "👍" });
    await heard.reaches(room.id, room.headSeq + 5);
    expect(await refusalOf(grace.api.room.archive.mutate({ roomId: room.id }))).toMatchObject({
      reason: "not_allowed",
    });
    await ada.api.message.search.query({ query: "three" });
    const now = await scrape(server.url);

    const grown = difference(before, now);
    expect(grown("natter_events_total", { kind: "message.sent" })).toBe(4);
    expect(grown("natter_events_total", { kind: "reaction.added" })).toBe(1);
    expect(grown("natter_log_position")).toBe(room.headSeq + 5);
    expect(grown("natter_calls_total", { procedure: "message.send", outcome: "answered" })).toBe(4);
    expect(grown("natter_calls_total", { procedure: "room.archive", outcome: "refused" })).toBe(1);
    expect(grown("natter_call_seconds_count", { procedure: "message.send" })).toBe(4);
    expect(grown("natter_errors_total", { reason: "not_allowed" })).toBe(1);
    expect(grown("natter_commands_total", { kind: "message.send", outcome: "done" })).toBe(4);
    expect(grown("natter_commands_total", { kind: "room.archive", outcome: "refused" })).toBe(1);
    expect(grown("natter_searches_total", { result: "complete" })).toBe(1);
    expect(grown("natter_password_checks_total", { result: "done" })).toBe(2);
    // Grace's stream hears five events, and nobody else listens.
    expect(grown("natter_deliveries_total")).toBe(5);
    expect(grown("natter_commit_commands_count")).toBe(grown("natter_commit_seconds_count"));
    expect(grown("natter_commit_commands_count")).toBeGreaterThanOrEqual(1);
    expect(grown("natter_commit_commands_sum")).toBeGreaterThanOrEqual(9);
    expect(valueOf(now, "natter_subscriptions", { procedure: "sync.onEvent" })).toBe(1);
    expect(valueOf(now, "natter_streams_live")).toBe(1);
    expect(valueOf(now, "natter_connections", { transport: "websocket" })).toBe(2);
    expect(valueOf(now, "natter_people_online")).toBe(2);
    expect(valueOf(now, "natter_ready")).toBe(1);
    expect(now.samples.filter(({ name, value }) => name.startsWith("natter_") && Number.isNaN(value))).toEqual([]);
    expect(valueOf(now, "natter_database_size_bytes")).toBeGreaterThan(4000);
    expect(valueOf(now, "natter_database_wal_size_bytes")).toBeGreaterThan(100_000);

    await leave(ada, grace);
    const after = await scrapeUntil((found) => valueOf(found, "natter_connections", { transport: "websocket" }) === 0);
    expect(valueOf(after, "natter_subscriptions", { procedure: "sync.onEvent" })).toBe(0);
    expect(difference(before, after)("natter_connections_closed_total", { code: "1005" })).toBe(2);
    expect(difference(before, after)("natter_connections_opened_total", { transport: "websocket" })).toBe(2);
  });

  test("what was replayed to whom came back, over a socket and over SSE", async () => {
    const before = await scrape(server.url);
    const ada = await signUp(server.url, "ada2");
    const { lastEventId } = await ada.api.room.list.query();
    const room = await ada.api.room.create.mutate({ type: "private", name: "Looms" });
    for (const body of ["one", "two"]) await say(ada, room.id, body);
    using overSocket = new Listener(ada.api, { lastEventId });
    using overSse = new Listener(sseClient(server.url, ada.session.accessToken), { lastEventId });
    await Promise.all([overSocket.reaches(room.id, 4), overSse.reaches(room.id, 4)]);
    using lost = new Listener(ada.api, { lastEventId: "another.1" });
    await lost.until((events) => events.some(({ kind }) => kind === "reset"));

    const now = await scrape(server.url);
    const grown = difference(before, now);
    expect(grown("natter_replayed_events_total")).toBe(8);
    expect(grown("natter_streams_resumed_total")).toBe(2);
    expect(grown("natter_stream_resets_total", { reason: "other_epoch" })).toBe(1);
    expect(valueOf(now, "natter_connections", { transport: "sse" })).toBe(1);
    expect(valueOf(now, "natter_subscriptions", { procedure: "sync.onEvent" })).toBe(3);
    overSse.stop();
    overSocket.stop();
    lost.stop();
    await scrapeUntil((found) => valueOf(found, "natter_subscriptions", { procedure: "sync.onEvent" }) === 0);
    await leave(ada);
  });

  test("no series for what a client makes up, but that it was refused", async () => {
    const before = await scrape(server.url);
    const made = (count: number) => `made.up${count}`;
    const { accessToken } = (await httpClient(server.url).auth.register.mutate({ username: "mallory", password }))
      .session;
    await using socket = await RawSocket.openAs(server.wsUrl, accessToken);
    for (const type of ["query", "mutation", "subscription"]) {
      socket.send(Array.from({ length: 20 }, (_, count) => call(`${type}${count}`, type, made(count), { [type]: 1 })));
    }
    await socket.settled();
    socket.send("{", { id: 1, method: made(1) });
    await socket.settled();
    for (let count = 0; count < 20; count += 1) {
      await fetch(`${server.url}/trpc/${made(count)}`);
      await fetch(`${server.url}/${made(count)}`);
      await fetch(`${server.url}/trpc/${made(count)}`, { headers: { accept: "text/event-stream" } });
    }
    await exchange(server.url, upgradeRequest(server.url, { origin: "https://mallory.example" }));
    const stranger = await RawSocket.openAs(server.wsUrl, "made-up");
    expect(await stranger.closed).toBe(4401);
    socket.ws.close(4999, "made up");
    await socket.closed;

    const now = await scrapeUntil(
      (found) => difference(before, found)("natter_connections_closed_total", { code: "other" }) === 1,
    );
    const grown = difference(before, now);
    expect(grown("natter_errors_total", { reason: "unknown_procedure" })).toBe(100);
    expect(grown("natter_errors_total", { reason: "invalid_input" })).toBe(2);
    expect(grown("natter_connections_refused_total", { reason: "origin" })).toBe(1);
    expect(grown("natter_errors_total", { reason: "not_signed_in" })).toBe(1);
    expect(grown("natter_connections_closed_total", { code: "4401" })).toBe(1);
    expect(grown("natter_http_requests_total", { route: "trpc", status: "404" })).toBe(40);
    const labels = now.samples.flatMap((sample) => Object.values(sample.labels));
    expect(labels.filter((text) => /made|4999|mallory/.test(text))).toEqual([]);
    expect(now.samples.length - before.samples.length).toBeLessThan(40);
  });

  test("the metrics with the token from behind a proxy, which shows nothing to anybody else", async () => {
    const host = new URL(server.url).host;
    const ask = (...headers: string[]) =>
      exchange(server.url, [`GET /metrics HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n"));
    const forwarded = "X-Forwarded-For: 198.51.100.7";
    const right = await ask(`Host: ${host}`, forwarded, `Authorization: Bearer ${token}`);
    expect(right).toMatch(/^HTTP\/1.1 200 OK\r\n(.+\r\n)*content-type: text\/plain; version=0.0.4; charset=utf-8\r\n/i);
    const strangers = [
      await ask(`Host: ${host}`, forwarded),
      await ask("Host: chat.example.com"),
      await ask(`Host: ${host}`, `Authorization: Bearer ${token}x`),
    ];
    for (const answer of strangers) {
      expect(answer).toMatch(/^HTTP\/1.1 404 /);
      expect(answer).not.toContain("natter_");
    }
  });
});

const password = "correct horse battery staple";

/** How much a counter has grown between two scrapes. */
function difference(before: Exposition, now: Exposition) {
  return (name: string, labels: Record<string, string> = {}): number =>
    (valueOf(now, name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0);
}

async function scrapeUntil(condition: (found: Exposition) => boolean): Promise<Exposition> {
  let found = parseExposition("");
  await expect.poll(async () => condition((found = await scrape(server.url))), { timeout: 10_000 }).toBe(true);
  return found;
}

async function leave(...people: Person[]): Promise<void> {
  for (const person of people) await person[Symbol.asyncDispose]();
}
