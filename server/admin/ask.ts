import { request } from "node:http";
import { connect } from "node:net";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { Config } from "../config.ts";
import type { ErrorData } from "../contract/index.ts";
import { openDataFolder } from "../data-folder.ts";
import { ExpectedFailure, exitCodes } from "../expected-failure.ts";
import { doorOf } from "./door-path.ts";
import type { Admin, AdminRouter } from "./router.ts";

/**
 * Does something on the data folder, once: by the server that runs on it, else in this process. Rejects with an
 * `ExpectedFailure` that says what was refused.
 */
export async function ask<T>(config: Config, version: string, what: (admin: Admin) => Promise<T>): Promise<T> {
  const door = doorOf(openDataFolder(config.data).path);
  try {
    if (await isAnswered(door)) return await what(throughDoor(door));
    // Not before it is needed: it is the whole server.
    const { inProcess } = await import("./in-process.ts");
    return await inProcess(config, version, what);
  } catch (error) {
    throw explained(error);
  }
}

/** False: no server has the folder open, one that was killed has left its door, or the path is too long for a socket. */
function isAnswered(door: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const call = connect(door, () => {
      call.resume().end();
      resolve(true);
    });
    call.on("error", (error: NodeJS.ErrnoException) => {
      if (absent.has(error.code)) resolve(false);
      else reject(error);
    });
  });
}

const absent = new Set<unknown>(["ENOENT", "ECONNREFUSED", "EINVAL", "ENAMETOOLONG"]);

function throughDoor(door: string): Admin {
  const fetch = (address: URL | RequestInfo, init?: { method?: string; body?: unknown }) => {
    const url = new URL(address instanceof Request ? address.url : address);
    return fetchThrough(door, url, init?.method ?? "GET", typeof init?.body === "string" ? init.body : "");
  };
  return createTRPCClient<AdminRouter>({ links: [httpLink({ url: "http://natter", fetch, transformer: superjson })] });
}

/** `fetch`, which knows no such sockets, as far as tRPC needs it. */
function fetchThrough(socketPath: string, url: URL, method: string, body: string): Promise<Response> {
  const { pathname, search } = url;
  const headers = { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path: pathname + search, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => resolve(new Response(text, { status: response.statusCode ?? 500 })));
    });
    call.on("error", reject);
    call.end(body);
  });
}

function explained(error: unknown): unknown {
  if (!(error instanceof TRPCClientError)) return error;
  const data = error.data as ErrorData | null | undefined;
  const problems = Object.entries(data?.fields ?? {}).map(([field, problem]) => `${field}: ${problem}.`);
  const message = problems.length > 0 ? problems.join("\n") : error.message;
  return new ExpectedFailure(message, exitCodes.usage, { cause: error });
}
