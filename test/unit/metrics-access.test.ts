import { describe, expect, test } from "vitest";
import { parseTrustedProxies } from "../../server/security/client-address.ts";
import { metricsAccess } from "../../server/security/metrics-access.ts";

const token = "a-token-of-some-length";
const host = "127.0.0.1:4000";
const allows = metricsAccess(token, parseTrustedProxies(["10.0.0.0/8"]));

describe("the metrics are read", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1:4000"],
    ["127.8.8.8", "localhost:4000"],
    ["::1", "[::1]:4000"],
    ["::ffff:127.0.0.1", "LOCALHOST"],
  ])("by a program on this machine: %s asks for %s", (remoteAddress, name) => {
    expect(allows({ remoteAddress, headers: { host: name } })).toBe(true);
  });

  test.each(["127.0.0.1", "198.51.100.7", "10.0.0.1", undefined])("with the token from %s", (remoteAddress) => {
    const forwarded = { host: "chat.example.com", "x-forwarded-for": "198.51.100.7" };
    expect(allows({ remoteAddress, headers: { ...forwarded, authorization: `Bearer ${token}` } })).toBe(true);
    expect(allows({ remoteAddress, headers: { ...forwarded, authorization: `bearer  ${token}` } })).toBe(true);
  });
});

describe("the metrics are not there", () => {
  test.each(["198.51.100.7", "10.0.0.1", "192.168.1.2", "128.0.0.1", "::2", "", "unix", undefined])(
    "for %s",
    (remoteAddress) => {
      expect(allows({ remoteAddress, headers: { host } })).toBe(false);
    },
  );

  test.each([
    { "x-forwarded-for": "198.51.100.7" },
    { "x-forwarded-for": "" },
    { "x-forwarded-proto": "https" },
    { "x-real-ip": "198.51.100.7" },
    { forwarded: "for=198.51.100.7" },
    { via: "1.1 caddy" },
    { "cf-connecting-ip": "198.51.100.7" },
    { host: "chat.example.com" },
    { host: "127.0.0.1.example.com" },
    { host: undefined },
  ])("for who comes through a proxy on this machine, or was sent here by a page: %j", (headers) => {
    expect(allows({ remoteAddress: "127.0.0.1", headers: { host, ...headers } })).toBe(false);
  });

  test("for a proxy on this machine that says nothing but is known as one", () => {
    const behind = metricsAccess(null, parseTrustedProxies(["127.0.0.1"]));
    expect(behind({ remoteAddress: "127.0.0.1", headers: { host } })).toBe(false);
  });

  test.each([`Bearer ${token}x`, "Bearer ", "Bearer", token, `Basic ${token}`, `Bearer ${token} ${token}`, ""])(
    "for who shows something wrong, from here too: %j",
    (authorization) => {
      expect(allows({ remoteAddress: "127.0.0.1", headers: { host, authorization } })).toBe(false);
    },
  );

  test("for who shows a token where none has been set", () => {
    const without = metricsAccess(null, parseTrustedProxies([]));
    for (const authorization of ["Bearer ", "Bearer null", "Bearer undefined"]) {
      expect(without({ remoteAddress: "127.0.0.1", headers: { host, authorization } })).toBe(false);
    }
  });
});
