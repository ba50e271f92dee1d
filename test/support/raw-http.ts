import type { ErrorData } from "../../server/contract/index.ts";

/** An answer over HTTP, as curl would see it. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  /** What the call gave, dates as text. */
  json: unknown;
  error: (ErrorData & { message: string }) | null;
}

/** A mutation by hand: `input` is what stands in superjson's `json`. */
export async function post(
  url: string,
  path: string,
  input?: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const response = await fetch(`${url}/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(input === undefined ? {} : { body: JSON.stringify({ json: input }) }),
  });
  return answerOf(response);
}

/** A query by hand. */
export async function get(
  url: string,
  path: string,
  input?: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  return answerOf(await fetch(`${url}/trpc/${path}${query}`, { headers }));
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function answerOf(response: Response): Promise<RawAnswer> {
  const body = (await response.json()) as {
    result?: { data?: { json?: unknown } };
    error?: { json: { message: string; data: ErrorData } };
  };
  const { error } = body;
  return {
    status: response.status,
    headers: response.headers,
    json: body.result?.data?.json,
    error: error === undefined ? null : { ...error.json.data, message: error.json.message },
  };
}
