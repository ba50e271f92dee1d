import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../server/contract/index.ts";
import { appRouter } from "../../server/router.ts";
import { call, exchange, RawSocket, upgradeRequest } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** Short: V8 quotes the first ten characters of a text that is not JSON. */
const canary = "kea7nq2v";
const secrets = {
  password: `${canary} password that nobody guesses`,
  email: `${canary}@example.com`,
  body: `${canary} body, which is ada's and grace's alone`,
  search: `${canary} search`,
  status: `${canary} status`,
  topic: `${canary} topic`,
  device: `${canary} device`,
};
/** What an error must not say: where it happened, what was asked of the database, and how the program is made. */
const innards =
  /\bat \S+:\d+|node_modules|\.ts\b|file:\/\/|"stack"|\b(select|insert|update|delete)\b.+\b(from|into|set)\b|sqlite|drizzle|zod|better-|\/home\/|\/tmp\//i;

let server: TestServer;
let ada: Session;
let roomId: string;
/** Every answer that was an error. */
const refusals: string[] = [];
const reasons = new Set<string>();

/** What this test needs of the answers, whichever it is of. */
type Answer = Session & { session: Session; lastEventId: string };
const nothing = {} as Answer;

/** Calls over HTTP, and keeps what was refused. Gives what stood in the answer. */
async function ask(method: "GET" | "POST", path: string, input: unknown, token?: string): Promise<Answer> {
  const query = method === "GET" ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : "";
  const response = await fetch(`${server.url}/trpc/${path}${query}`, {
    method,
    headers: {
      "content-type": "application/json",
      "user-agent": secrets.device,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(method === "POST" && { body: typeof input === "string" ? input : JSON.stringify({ json: input }) }),
  });
  return keep(await response.text());
}

function keep(text: string): Answer {
  const answer = JSON.parse(text) as {
    result?: { data?: { json: Answer } };
    error?: { json: { data: { reason: string } } };
  };
  if (answer.error !== undefined) {
    refusals.push(text);
    reasons.add(answer.error.json.data.reason);
  }
  return answer.result?.data?.json ?? nothing;
}

/** Calls over a socket, and keeps what was refused. Resolves when everything has been answered. */
async function say(token: string | null, ...frames: unknown[]): Promise<void> {
  await using socket = await RawSocket.openAs(server.wsUrl, token);
  socket.send(...frames);
  await Promise.race([socket.settled(), socket.closed]);
  for (const text of socket.frames) if (text !== "PONG") keep(text);
}

/** Grace is a stranger to the room. */
let grace: Session;

describe("neither what the server logs nor what it answers tells a secret", () => {
  beforeAll(async () => {
    // A development setting must not loosen tongues either.
    const env = { NATTER_LOG_LEVEL: "trace", NATTER_RATE_LIMITS: "on", NODE_ENV: "development" };
    server = await startServer({ env });
    const { password, email } = secrets;
    ({ session: ada } = await ask("POST", "auth.register", { username: "ada", password, email }));
    ({ session: grace } = await ask("POST", "auth.register", { username: "grace", password }));
    const room = { type: "private", name: "Engines", topic: secrets.topic };
    ({ id: roomId } = await ask("POST", "room.create", room, ada.accessToken));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("when all goes well", async () => {
    const token = ada.accessToken;
    const { id } = await ask("POST", "message.send", { roomId, clientId: "1", body: secrets.body }, token);
    await ask("POST", "message.edit", { messageId: id, body: `${secrets.body}!` }, token);
    await ask("POST", "user.update", { statusText: secrets.status }, token);
    await ask("GET", "message.search", { query: secrets.search }, token);
    await ask("GET", "user.list", { query: secrets.search }, token);
    ada = await ask("POST", "auth.refresh", { refreshToken: ada.refreshToken });
    await ask("POST", "auth.login", { login: secrets.email, password: secrets.password, device: secrets.device });
    await say(ada.accessToken, call(1, "subscription", "sync.onEvent"), call(2, "query", "room.open", { roomId }));
    expect(refusals).toEqual([]);
  });

  test("when calls are refused, each for a reason of its own", async () => {
    const token = ada.accessToken;
    const { password, email, body } = secrets;
    await ask("POST", "auth.register", { username: "ada", password });
    await ask("POST", "auth.register", { username: "mallory", password, email });
    await ask("POST", "auth.register", { username: canary, password: canary });
    await ask("POST", "auth.login", { login: secrets.email, password: `${password}!` });
    await ask("POST", "auth.refresh", { refreshToken: `${canary}.${"A".repeat(43)}` });
    await ask("GET", "user.me", {}, canary);
    await ask("GET", "user.me", {});
    await ask("POST", "message.send", { roomId, clientId: "1", body: `${body} again` }, grace.accessToken);
    await ask("POST", "room.join", { roomId: canary }, grace.accessToken);
    await ask("POST", "room.leave", { roomId }, grace.accessToken);
    await ask("GET", "nowhere.atAll", { body }, token);
    await ask("POST", "message.send", `{"json":{"body":"${body}`, token);
    await ask("POST", "message.send", `{"json":{"body":"${body}","roomId":{"__proto__":"${body}"}}}`, token);
    // Counts as a stolen token: her session ends.
    await ask("POST", "auth.refresh", { refreshToken: `${ada.id}.${"A".repeat(43)}` });
    const { session } = await ask("POST", "auth.login", { login: "ada", password });
    const { id } = await ask("POST", "room.create", { type: "public", name: "Looms" }, session.accessToken);
    await ask("POST", "message.send", { roomId: id, clientId: "1", body }, session.accessToken);
    await ask("POST", "message.send", { roomId: id, clientId: "1", body: `${body} again` }, session.accessToken);
    await ask("GET", "message.list", { roomId: id }, grace.accessToken);
    await ask("POST", "room.join", { roomId: id }, grace.accessToken);
    await ask("POST", "room.leave", { roomId: id }, session.accessToken);
    ada = session;
    expect([...reasons].toSorted()).toEqual(
      (
        "bad_credentials client_id_reused email_taken invalid_input last_owner not_allowed not_found not_signed_in " +
        "session_ended unknown_procedure username_taken weak_password"
      ).split(" "),
    );
  });

  test("when every procedure is given nonsense, over HTTP and over a socket", async () => {
    const nonsense = [canary, [canary], { [canary]: canary }, { roomId: canary, messageId: canary, userId: canary }];
    const wrongTypes = { body: [secrets.body], password: { [canary]: 1 }, query: 7, roomId: { canary }, limit: canary };
    let id = 0;
    const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
    for (const [
      path,
      {
        _def: { type },
      },
    ] of Object.entries(procedures)) {
      const frame = [...nonsense, wrongTypes].map((input) => call((id += 1), type, path, input));
      const token = path.startsWith("auth.logout") ? canary : ada.accessToken;
      await say(token, frame);
      if (type !== "subscription") await ask(type === "query" ? "GET" : "POST", path, wrongTypes, token);
    }
  });

  test("when frames, credentials and requests are broken", async () => {
    const { body } = secrets;
    await say(canary);
    await say(null, `${body} {`, `[{"id":7,"method":"${canary}"}]`, { id: canary.repeat(20), method: body });
    await say(null, {
      id: 1,
      method: "query",
      params: { path: canary, input: { json: body, meta: { values: body } } },
    });
    const bad = await RawSocket.open(`${server.wsUrl}?connectionParams=1`);
    bad.send(`${canary} is not JSON`);
    await bad.closed;
    for (const text of bad.frames) keep(text);
    const garbled = await RawSocket.open(server.wsUrl);
    garbled.ws.send(Buffer.from(`${canary}\xff`, "latin1"), { binary: false });
    await garbled.closed;
    const host = new URL(server.url).host;
    for (const request of [
      `GET /${canary} HTTP/1.1\r\nHost: ${host}\r\nCookie: natter_refresh=${canary}\r\nConnection: close\r\n\r\n`,
      `GET /trpc/${canary}?input=${canary} HTTP/1.1\r\nHost: ${host}\r\nVia: ${canary}\r\nConnection: close\r\n\r\n`,
      `GET /metrics?${canary} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${canary}\r\nConnection: close\r\n\r\n`,
      `GET /trpc/user.me?input=${canary} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      `GET //${canary} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      `POST /trpc/auth.login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 20\r\nConnection: close\r\n\r\n${canary}`,
      `${canary}\r\n\r\n`,
      upgradeRequest(server.url, { origin: `https://${canary}.example` }),
    ]) {
      refusals.push((await exchange(server.url, request)).split("\r\n\r\n").slice(1).join());
    }
  });

  test("when the database holds what it should not, and takes nothing more", async () => {
    const { password, body } = secrets;
    const { lastEventId } = await ask("GET", "room.list", null, ada.accessToken);
    await server.stop();
    const database = new Database(join(server.data, "natter.db"));
    database.prepare("update messages set data = ? where room_id = ?").run(body, roomId);
    for (const table of ["messages", "users"]) {
      database.exec(`create trigger no_${table} before insert on ${table} begin select raise(abort, 'no'); end`);
    }
    database.close();
    await server.start();
    reasons.clear();
    const token = ada.accessToken;
    await ask("GET", "message.list", { roomId }, token);
    await ask("GET", "room.open", { roomId }, token);
    await ask("GET", "message.search", { query: "grace's" }, token);
    await ask("POST", "message.send", { roomId, clientId: "2", body, data: { [canary]: body } }, token);
    await ask("POST", "auth.register", { username: "mallory", password, email: `2${secrets.email}` });
    const everything = { lastEventId: `${lastEventId.split(".")[0]}.0` };
    await say(token, call(1, "subscription", "sync.onEvent", everything), call(2, "query", "message.list", { roomId }));
    expect(reasons).toEqual(new Set(["internal"]));
  });

  test("so none of it is found anywhere, in the audit log and the metrics neither", async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('natter_errors_total{reason="internal"}');
    const logs = `${server.log}\n${metrics}`;
    expect(logs).toContain('"log":"audit"');
    expect(logs).toContain('"log":"access"');
    expect(refusals.length).toBeGreaterThan(100);
    expect(refusals.filter((text) => text.includes(canary) || innards.test(text))).toEqual([]);
    expect(server.log.split("\n").length).toBeGreaterThan(100);
    const told = Object.entries({ ...secrets, ...tokensOf(ada), ...tokensOf(grace) }).filter(
      ([, secret]) => typeof secret === "string" && logs.includes(secret),
    );
    expect(told).toEqual([]);
    expect(logs.split("\n").filter((line) => line.includes(canary))).toEqual([]);
  });
});

function tokensOf({ accessToken, refreshToken }: Session): Record<string, string | null> {
  return { accessToken, refreshToken };
}
