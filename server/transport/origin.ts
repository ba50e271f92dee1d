import type { ServerResponse } from "node:http";

/** Which pages may talk to this server (promises.md, S2). */
export class Origins {
  readonly #allowed: ReadonlySet<string>;

  /** Throws where one is not an origin. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map(parseOrigin));
  }

  /** `own` is the origin that this server's own pages have. No origin at all: not a browser, and no cookies of one. */
  allows(origin: string | undefined, own: string): boolean {
    return origin === undefined || origin === own || this.#allowed.has(origin);
  }
}

/** Lets a page of another origin, one that is allowed, see the response. */
export function allowOrigin(response: ServerResponse, origin: string | undefined): void {
  response.setHeader("vary", "Origin");
  if (origin === undefined) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-expose-headers", "retry-after");
}

/** Answers a browser that asks before it sends. */
export function answerPreflight(response: ServerResponse): void {
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader(
    "access-control-allow-headers",
    "authorization, content-type, last-event-id, natter-protocol, trpc-accept, x-trpc-source",
  );
  response.setHeader("access-control-max-age", "7200");
  response.writeHead(204).end();
}

function parseOrigin(text: string): string {
  const origin = URL.parse(text)?.origin;
  if (origin === undefined || origin === "null" || !/^https?:\/\/[^/?#]+\/?$/i.test(text)) {
    throw new Error(`NATTER_ALLOWED_ORIGINS: ${JSON.stringify(text)} is not an origin like https://app.example.com`);
  }
  return origin;
}
