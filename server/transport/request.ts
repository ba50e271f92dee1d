import type { IncomingMessage } from "node:http";
import { isIP, isIPv4, type BlockList } from "node:net";
import { TLSSocket } from "node:tls";
import { limits } from "../contract/index.ts";
import { clientAddress } from "../security/client-address.ts";

/** What a request asks for, once its line and its Host header have been found to be in order. */
export interface Target {
  path: string;
  query: URLSearchParams;
  /** As the browser sees this server: the origin of its own pages. */
  origin: string;
}

/** What is known of who asks. */
export interface Client {
  address: string;
  device: string | null;
}

/** Letters, digits, dots and hyphens, or an IPv6 address in brackets; then a port. */
const hostPattern = /^(?:[a-z0-9_.-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Null where the request is malformed: nothing that parses URLs may see it. */
export function readTarget(request: IncomingMessage, trustedProxies: BlockList): Target | null {
  const { url = "", headers } = request;
  const host = headers.host ?? "";
  // `//host/path` would be read as another host, and an absolute URL is for proxies.
  if (!url.startsWith("/") || url.startsWith("//") || !hostPattern.test(host)) return null;
  const [path = "", ...query] = url.split("?");
  const scheme = isSecure(request, trustedProxies) ? "https" : "http";
  const origin = URL.parse(`${scheme}://${host}`)?.origin;
  if (origin === undefined) return null;
  return { path, query: new URLSearchParams(query.join("?")), origin };
}

export function readClient({ socket, headers }: IncomingMessage, trustedProxies: BlockList): Client {
  const forwardedFor = headers["x-forwarded-for"];
  const hops = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
  return {
    address: clientAddress(socket.remoteAddress, hops, trustedProxies),
    device: headers["user-agent"]?.slice(0, limits.device) ?? null,
  };
}

/** Whether the browser speaks TLS, with this server or with a proxy that may say so. */
export function isSecure({ socket, headers }: IncomingMessage, trustedProxies: BlockList): boolean {
  if (socket instanceof TLSSocket) return true;
  const { remoteAddress = "" } = socket;
  if (isIP(remoteAddress) === 0) return false;
  const fromProxy = trustedProxies.check(remoteAddress, isIPv4(remoteAddress) ? "ipv4" : "ipv6");
  return fromProxy && headers["x-forwarded-proto"] === "https";
}
