import type { IncomingMessage, ServerResponse } from "node:http";
import type { RefreshCookie } from "../trpc.ts";

const name = "natter_refresh";

/** The refresh token in a browser's keeping: scripts cannot read it, and other sites' pages cannot have it sent. */
export function refreshCookie(request: IncomingMessage, response: ServerResponse, secure: boolean): RefreshCookie {
  const attributes = `HttpOnly; SameSite=Strict; Path=/trpc${secure ? "; Secure" : ""}`;
  return {
    value: readCookie(request.headers.cookie ?? ""),
    set(token, expires) {
      response.setHeader("set-cookie", `${name}=${token}; Expires=${expires.toUTCString()}; ${attributes}`);
    },
    clear() {
      response.setHeader("set-cookie", `${name}=; Max-Age=0; ${attributes}`);
    },
  };
}

function readCookie(header: string): string | null {
  for (const pair of header.split(";")) {
    const [key = "", value = ""] = pair.split("=", 2);
    if (key.trim() === name) return value.trim();
  }
  return null;
}
