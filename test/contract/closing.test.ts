import { readFileSync } from "node:fs";
import { request, Agent } from "node:http";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { closeCodes, type Message } from "../../server/contract/index.ts";
import { httpClient, password, say, signUp } from "../support/people.ts";
import { bearer, post } from "../support/raw-http.ts";
import { call, RawSocket, type Frame } from "../support/raw-socket.ts";
import { roomOf } from "../support/scene.ts";
import { startServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

describe("Closing", () => {
  test("the table of PROTOCOL.md is the one that clients load", () => {
    const text = readFileSync(path.join(import.meta.dirname, "../../PROTOCOL.md"), "utf8");
    const rows = [...text.matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => Number(code));
    expect(rows).toEqual(Object.keys(closeCodes).map(Number));
  });
});

describe.runIf(mayStartServers)("Closing", () => {
  test("SIGTERM under load: what is under way is finished, nothing new is begun, everyone is told to come back, and what was answered is there", async () => {
    await using server = await startServer();
    await using ada = await signUp(server.url, "ada");
    const { accessToken } = ada.session;
    const room = await roomOf(ada);
    await using socket = await RawSocket.openAs(server.wsUrl, accessToken);
    await using other = await RawSocket.open(server.wsUrl);
    await using probe = await KeptProbe.open(server.url);
    const stream = await fetch(`${server.url}/trpc/sync.onEvent`, { headers: bearer(accessToken) });
    // Hashes that are under way for a while keep the server from being gone at once.
    const registering = Array.from({ length: 24 }, (_, index) =>
      call(index, "mutation", "auth.register", { username: `grace-${index}`, password }),
    );
    other.send(registering);
    await other.settled();
    let sent = 0;
    const sending = setInterval(() => {
      if (socket.ws.readyState !== socket.ws.OPEN) return;
      for (let one = 0; one < 4; one += 1) {
        socket.send(
          call((sent += 1), "mutation", "message.send", {
            roomId: room.id,
            clientId: `c${sent}`,
            body: `message ${sent}`,
          }),
        );
      }
    }, 2);
    await socket.until(20);

    const began = Date.now();
    const exited = server.stop();
    const readiness = probe.until(({ status }) => status !== 200);
    expect(await exited).toBe(0);
    clearInterval(sending);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(await readiness).toEqual({ status: 503 });

    expect([await socket.closed, await other.closed]).toEqual([1012, 1012]);
    await stream.text().catch(() => undefined);
    expect(other.frames.filter((frame) => frame.includes('"result"'))).toHaveLength(24);

    const answers = socket.frames.map((frame) => JSON.parse(frame) as Frame);
    const refused = answers.flatMap(({ error }) => error?.json.data ?? []);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toEqual({
      reason: "draining",
      code: "SERVICE_UNAVAILABLE",
      httpStatus: 503,
      retryAfterMs: expect.any(Number),
    });
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(["draining"]));

    await using again = await startServer({ data: server.data });
    const acked = answers.flatMap(({ result }) =>
      result?.data?.json === undefined ? [] : [result.data.json as Message],
    );
    const stored = await allMessages(again.url, accessToken, room.id);
    const storedIds = new Set(stored.map(({ id }) => id));
    expect(acked.length).toBeGreaterThan(10);
    expect(acked.filter(({ id }) => !storedIds.has(id))).toEqual([]);
    const refusedIds = new Set(answers.flatMap(({ id, error }) => (error === undefined ? [] : [`c${id}`])));
    expect(stored.filter(({ clientId }) => refusedIds.has(clientId))).toEqual([]);
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  });
});

describe.runIf(mayStartServers)("Closing", () => {
  test("a person's fifty-first socket is closed with 4429; too much is told with how long to wait", async () => {
    await using server = await startServer({ env: { NATTER_RATE_LIMITS: "on" } });
    await using ada = await signUp(server.url, "ada");
    const { accessToken } = ada.session;
    await ada.api.user.me.query();
    const sockets = await Promise.all(Array.from({ length: 49 }, () => RawSocket.openAs(server.wsUrl, accessToken)));
    await Promise.all(sockets.map((socket) => socket.settled()));
    await using oneMore = await RawSocket.openAs(server.wsUrl, accessToken);
    expect(await oneMore.closed).toBe(4429);
    expect(await oneMore.next()).toMatchObject({ id: null, error: { json: { data: { reason: "rate_limited" } } } });

    const room = await roomOf(ada);
    const [socket] = sockets;
    const typing = { roomId: room.id, typing: true };
    socket?.send(Array.from({ length: 120 }, (_, index) => call(`t${index}`, "mutation", "typing.set", typing)));
    await socket?.until(121);
    const refused = (socket?.frames ?? []).filter((frame) => frame.includes("rate_limited"));
    expect(refused.length).toBeGreaterThan(10);
    expect(JSON.parse(refused[0] ?? "")).toMatchObject({
      error: {
        json: {
          data: {
            reason: "rate_limited",
            code: "TOO_MANY_REQUESTS",
            httpStatus: 429,
            retryAfterMs: expect.any(Number),
          },
        },
      },
    });
    // Many at once: a slow machine lets one through every 100 ms, as it should.
    const posts = Array.from({ length: 40 }, () => post(server.url, "typing.set", typing, bearer(accessToken)));
    const overHttp = (await Promise.all(posts)).find(({ status }) => status === 429);
    expect(Number(overHttp?.headers.get("retry-after"))).toBeGreaterThan(0);
    // Sending has a budget of its own.
    await say(ada, room.id, "still here");
    for (const one of sockets) await one[Symbol.asyncDispose]();
  });
});

async function allMessages(url: string, token: string, roomId: string): Promise<Message[]> {
  const api = httpClient(url, token);
  const found: Message[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof api.message.list.query>> = await api.message.list.query({
      roomId,
      limit: 200,
      cursor,
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

/** Asks for readiness again and again over one connection, as a load balancer does. */
class KeptProbe implements AsyncDisposable {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(url: string) {
    this.#url = url;
  }

  static async open(url: string): Promise<KeptProbe> {
    const probe = new KeptProbe(url);
    expect(await probe.ask()).toEqual({ status: 200 });
    return probe;
  }

  ask(): Promise<{ status: number | "refused" }> {
    return new Promise((resolve) => {
      const asked = request(`${this.#url}/readyz`, { agent: this.#agent }, (response) => {
        response.resume();
        response.once("end", () => resolve({ status: response.statusCode ?? 0 }));
      });
      asked.once("error", () => resolve({ status: "refused" }));
      asked.end();
    });
  }

  async until(condition: (answer: { status: number | "refused" }) => boolean): Promise<{ status: number | "refused" }> {
    for (;;) {
      const answer = await this.ask();
      if (condition(answer)) return answer;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
  }
}
