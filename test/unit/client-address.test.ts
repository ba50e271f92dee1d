import { describe, expect, test } from "vitest";
import { clientAddress, parseTrustedProxies } from "../../server/security/client-address.ts";

const nobody = parseTrustedProxies([]);
const proxies = parseTrustedProxies(["10.0.0.0/8", "192.0.2.7", "2001:db8:feed::/48"]);

describe("the address that counts", () => {
  test.each([
    ["203.0.113.5", "203.0.113.5"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["::ffff:cb00:7105", "203.0.113.5"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    [undefined, "unknown"],
    ["", "unknown"],
  ])("of a socket from %s is %s", (remote, key) => {
    expect(clientAddress(remote, undefined, nobody)).toBe(key);
  });

  test("is the same for everyone in one IPv6 network, and another next door", () => {
    const [a, b, c] = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:db8:1:3::1"];
    expect(clientAddress(a, undefined, nobody)).toBe(clientAddress(b, undefined, nobody));
    expect(clientAddress(a, undefined, nobody)).not.toBe(clientAddress(c, undefined, nobody));
  });

  test("is not what anybody writes into a header", () => {
    expect(clientAddress("203.0.113.5", "198.51.100.1", nobody)).toBe("203.0.113.5");
    expect(clientAddress("203.0.113.5", "198.51.100.1", proxies)).toBe("203.0.113.5");
  });

  test.each([
    ["one proxy", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["two proxies", "10.1.2.3", "198.51.100.1, 192.0.2.7", "198.51.100.1"],
    ["a forged hop before the real one", "10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"],
    ["a forged hop that looks like a proxy", "10.1.2.3", "1.1.1.1, 10.0.0.1, 198.51.100.1, 192.0.2.7", "198.51.100.1"],
    ["a proxy that speaks IPv6", "2001:db8:feed::1", "2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["a proxy as IPv6", "::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["a hop with its port", "10.1.2.3", "198.51.100.1:4711", "198.51.100.1"],
    ["an IPv6 hop with its port", "10.1.2.3", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"],
    ["proxies all the way", "10.1.2.3", "10.0.0.1", "10.0.0.1"],
    ["nobody named", "10.1.2.3", undefined, "10.1.2.3"],
    ["nonsense", "10.1.2.3", "198.51.100.1, unknown", "10.1.2.3"],
    ["an empty header", "10.1.2.3", "", "10.1.2.3"],
  ])("behind %s", (_, remote, header, key) => {
    expect(clientAddress(remote, header, proxies)).toBe(key);
  });
});

test.each(["", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0/8", "::1/129", "10.0.0.0/-1"])(
  "a proxy that is no address or range stops the start: %j",
  (entry) => {
    expect(() => parseTrustedProxies([entry])).toThrow(/NATTER_TRUSTED_PROXIES/);
  },
);
