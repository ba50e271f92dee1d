import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList, isIP, isIPv4 } from "node:net";

/** What of a request says whether it may read the metrics. */
export interface MetricsRequest {
  remoteAddress: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Who may read the metrics: whoever has the token; and programs on this machine, but not what a proxy here passes on,
 * which comes from this machine as well. A proxy gives itself away by the headers that it adds, by being a trusted
 * one, or by the name under which the world knows the server; so does a browser that was tricked into asking.
 */
export function metricsAccess(token: string | null, trustedProxies: BlockList): (request: MetricsRequest) => boolean {
  const expected = token === null ? null : digest(token);
  return ({ remoteAddress, headers }) => {
    const { authorization } = headers;
    // Whoever shows something is judged by it alone, so that a wrong token is noticed also here.
    if (typeof authorization === "string") {
      const [, given = ""] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
      return expected !== null && timingSafeEqual(digest(given), expected);
    }
    if (Object.keys(headers).some((name) => relayed.test(name))) return false;
    return isFromHere(remoteAddress, trustedProxies) && namesHere(headers["host"]);
  };
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** What proxies add. */
const relayed = /^(x-forwarded|forwarded$|via$|x-real-ip$|x-client-ip$|true-client-ip$|x-original-|cf-|fly-)/;

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

function isFromHere(address = "", trustedProxies: BlockList): boolean {
  if (isIP(address) === 0) return false;
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  return loopback.check(address, family) && !trustedProxies.check(address, family);
}

function namesHere(host: string | string[] | undefined): boolean {
  return typeof host === "string" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}
