import { expect } from "vitest";
import type { ErrorData } from "../../server/contract/index.ts";
import { Operation } from "../../server/rest/operation.ts";
import { Paths } from "../../server/rest/paths.ts";
import type { Method } from "../../server/rest/route.ts";
import { routes } from "../../server/rest/routes.ts";
import { Problem } from "../../server/rest/schemas.ts";
import { appRouter } from "../../server/router.ts";
import { password } from "./people.ts";
import { uniqueName } from "./under-test.ts";

export interface RestAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

interface Call {
  token?: string | undefined;
  json?: unknown;
  headers?: Record<string, string>;
}

const paths = new Paths(routes.map((route) => new Operation(appRouter, route)));

/** A call as curl would make it. Whatever is answered must be what the document says. */
export async function rest<Body = unknown>(
  url: string,
  call: string,
  { token, json, headers = {} }: Call = {},
): Promise<RestAnswer<Body>> {
  const [method = "", path = ""] = call.split(" ");
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  if (response.ok) expectAsDocumented(method as Method, path, response.status, body);
  else expectProblem(response, body);
  return { status: response.status, headers: response.headers, body: body as Body };
}

export type ProblemBody = ErrorData & { type: string; title: string; status: number; detail: string };

/** The problem that a call is answered with. */
export async function problem(url: string, call: string, options: Call = {}): Promise<ProblemBody> {
  const { status, body } = await rest<ProblemBody>(url, call, options);
  if (status < 400) throw new Error(`it was answered: ${JSON.stringify(body)}`);
  return body;
}

export interface RestPerson {
  id: string;
  token: string;
  refresh: string;
}

/** Ada and Grace in a private room of Ada's, and Mallory outside of it. */
export async function engineRoom(
  url: string,
): Promise<{ ada: RestPerson; grace: RestPerson; mallory: RestPerson; roomId: string }> {
  const people = await Promise.all(["ada", "grace", "mallory"].map((name) => register(url, uniqueName(name))));
  const [ada, grace, mallory] = people as [RestPerson, RestPerson, RestPerson];
  const json = { type: "private", name: "Engines", memberIds: [grace.id] };
  const { body: room } = await rest<{ id: string }>(url, "POST /rooms", { token: ada.token, json });
  return { ada, grace, mallory, roomId: room.id };
}

/** Somebody new. */
export async function register(url: string, username: string): Promise<RestPerson> {
  const json = { username, password };
  const { body } = await rest<{ user: { id: string }; session: { accessToken: string; refreshToken: string } }>(
    url,
    "POST /auth/register",
    { json },
  );
  return { id: body.user.id, token: body.session.accessToken, refresh: body.session.refreshToken };
}

function expectAsDocumented(method: Method, path: string, status: number, body: unknown): void {
  const operation = paths.find(path.split("?")[0] ?? "")?.operations.get(method);
  if (operation === undefined) throw new Error(`${method} ${path} is in no table`);
  const { answer, creates } = operation.route;
  expect(status).toBe(answer === null ? 204 : creates === true ? 201 : 200);
  if (answer === null) expect(body).toBeUndefined();
  else answer.parse(body);
}

function expectProblem(response: Response, body: unknown): void {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(Problem.parse(body).status).toBe(response.status);
}

/** An item of a stream. */
export interface RestEvent<Data = { kind: string }> {
  id: string | null;
  event: string;
  data: Data;
}

/** A stream of server-sent events, as any client reads it. */
export class RestStream<Data = { kind: string }> implements AsyncDisposable {
  readonly items: RestEvent<Data>[] = [];
  /** Resolves when the server has ended it, or the connection is cut. */
  readonly ended: Promise<void>;
  readonly response: Response;
  readonly #controller: AbortController;
  #arrived: (() => void)[] = [];
  #over = false;

  private constructor(response: Response, controller: AbortController) {
    this.response = response;
    this.#controller = controller;
    this.ended = this.#read();
  }

  static async open<Data = { kind: string }>(
    url: string,
    path: string,
    token: string,
    headers: Record<string, string> = {},
  ): Promise<RestStream<Data>> {
    const controller = new AbortController();
    const response = await fetch(`${url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: controller.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    return new RestStream<Data>(response, controller);
  }

  get lastEventId(): string {
    return this.items.at(-1)?.id ?? "";
  }

  /** Resolves when the condition holds; rejects where the stream ends before. */
  async until(condition: (items: RestEvent<Data>[]) => boolean): Promise<void> {
    while (!condition(this.items)) {
      if (this.#over) throw new Error(`it ended after ${JSON.stringify(this.items)}`);
      await new Promise<void>((resolve) => this.#arrived.push(resolve));
    }
  }

  /** Hangs up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort();
    await this.ended;
  }

  async #read(): Promise<void> {
    let text = "";
    try {
      for await (const chunk of (this.response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        const blocks = (text + chunk).split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) this.#take(block);
        this.#wake();
      }
    } catch {
      // Cut by either side.
    }
    this.#over = true;
    this.#wake();
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
    const data = field("data");
    if (data === undefined) return;
    this.items.push({ id: field("id") ?? null, event: field("event") ?? "message", data: JSON.parse(data) as Data });
  }

  #wake(): void {
    for (const wake of this.#arrived.splice(0)) wake();
  }
}
