import { BlockList, isIP, isIPv4 } from "node:net";

/** The proxies whose `X-Forwarded-For` counts, from addresses and CIDR ranges. Throws where one is neither. */
export function parseTrustedProxies(entries: readonly string[]): BlockList {
  const trusted = new BlockList();
  for (const entry of entries) {
    const [address = "", bits, ...rest] = entry.trim().split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    const longest = family === "ipv4" ? 32 : 128;
    const prefix = bits === undefined ? longest : Number(/^\d{1,3}$/.test(bits) ? bits : "x");
    if (isIP(address) === 0 || !(prefix <= longest) || rest.length > 0) {
      throw new Error(`NATTER_TRUSTED_PROXIES: ${JSON.stringify(entry)} is not an address or a range like 10.0.0.0/8`);
    }
    trusted.addSubnet(address, prefix, family);
  }
  return trusted;
}

/**
 * Whose budget a request uses: the IPv4 address, or the /64 of an IPv6 address, since one customer has a whole one.
 * Behind trusted proxies it is the last hop that is not one of them: what stands to the left of it anyone can write.
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let address = plainAddress(remoteAddress ?? "");
  if (address === null) return "unknown";
  const hops = forwardedFor?.split(",") ?? [];
  while (isTrusted(address, trusted)) {
    const hop = hops.pop();
    const before: string | null = hop === undefined ? null : plainAddress(hop);
    // A proxy that names nobody stands for whoever is behind it.
    if (before === null) break;
    address = before;
  }
  return isIPv4(address) ? address : networkOf(address);
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** Without port, brackets and zone; an IPv4 address that travels as IPv6 as itself. Null: not an address. */
function plainAddress(text: string): string | null {
  const trimmed = text.trim();
  const [, host = trimmed] = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed) ?? /^([\d.]+):\d+$/.exec(trimmed) ?? [];
  const address = host.replace(/%.*$/, "");
  if (isIP(address) === 0) return null;
  if (isIPv4(address)) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped
    ? groups
        .slice(6)
        .flatMap((group) => [group >> 8, group & 255])
        .join(".")
    : address;
}

function networkOf(address: string): string {
  const network = groupsOf(address).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The eight groups of an IPv6 address. The URL parser writes them all in hex, and shortened in one way only. */
function groupsOf(address: string): number[] {
  const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right === undefined || right === "" ? [] : right.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}
