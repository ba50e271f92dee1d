import { describe, expect, test } from "vitest";
import { flagOf, readConfig, settings, variableOf, type ConfigSources } from "../../server/config.ts";
import { ExpectedFailure } from "../../server/expected-failure.ts";

const read = (sources: Partial<ConfigSources>) => readConfig({ flags: {}, env: {}, envFile: {}, ...sources });

function refusal(sources: Partial<ConfigSources>): string {
  try {
    read(sources);
  } catch (error) {
    if (error instanceof ExpectedFailure) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("where a setting comes from", () => {
  test("without anything a server listens on this machine only, with rate limits, open to new people", () => {
    expect(read({}).config).toEqual({
      host: "127.0.0.1",
      port: 4000,
      data: "./data",
      databaseUrl: null,
      natsUrl: null,
      secret: null,
      registration: "open",
      allowedOrigins: [],
      trustedProxies: [],
      rateLimits: "on",
      metricsToken: null,
      logLevel: "info",
      logFormat: null,
      tlsCert: null,
      tlsKey: null,
    });
  });

  test("a flag wins over the environment, the environment over the file", () => {
    const [flags, env, envFile] = [{ port: "1" }, { NATTER_PORT: "2" }, { NATTER_PORT: "3" }];
    expect(read({ flags, env, envFile }).config.port).toBe(1);
    expect(read({ env, envFile }).config.port).toBe(2);
    expect(read({ envFile }).config.port).toBe(3);
  });

  test("an empty variable is one that was not given", () => {
    expect(read({ env: { NATTER_PORT: "", NATTER_NATS_URL: "" } }).config.port).toBe(4000);
  });

  test("flag and variable are the same name, written in two ways", () => {
    expect(flagOf("trustedProxies")).toBe("--trusted-proxies");
    expect(variableOf("trustedProxies")).toBe("NATTER_TRUSTED_PROXIES");
    expect(Object.keys(settings)).toHaveLength(15);
  });

  test("lists are separated by commas, with or without spaces", () => {
    const { config } = read({
      flags: { allowedOrigins: "https://a.example, http://localhost:5173", trustedProxies: "10.0.0.0/8,::1," },
    });
    expect(config.allowedOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
    expect(config.trustedProxies).toEqual(["10.0.0.0/8", "::1"]);
  });
});

describe("what is wrong is said in a line that names the culprit", () => {
  test.each([
    [{ flags: { port: "65536" } }, '--port is "65536": it must be a port number from 0 to 65535.'],
    [{ env: { NATTER_PORT: "tcp://10.0.0.1:4000" } }, "NATTER_PORT is"],
    [{ envFile: { NATTER_REGISTRATION: "no" } }, 'NATTER_REGISTRATION in .env is "no": it must be open or closed.'],
    [{ flags: { rateLimits: "maybe" } }, "--rate-limits is"],
    [{ flags: { allowedOrigins: "https://a.example/" } }, "--allowed-origins is"],
    [{ flags: { allowedOrigins: "*" } }, "--allowed-origins is"],
    [{ flags: { trustedProxies: "10.0.0.0/33" } }, "--trusted-proxies is"],
    [{ flags: { trustedProxies: "proxy.example" } }, "--trusted-proxies is"],
    [{ flags: { tlsCert: "cert.pem" } }, "NATTER_TLS_CERT and NATTER_TLS_KEY go together"],
    [{ env: { NATTER_DATABASE_URL: "postgres://chat" } }, "PostgreSQL is not in this version yet"],
    [{ env: { NATTER_NATS_URL: "nats://bus" } }, "not in this version yet"],
  ])("%j", (sources, message) => {
    expect(refusal(sources)).toContain(message);
    expect(refusal(sources)).not.toContain("\n");
  });

  test("everything that is wrong is said at once", () => {
    expect(refusal({ flags: { port: "x", logLevel: "loud" } }).split("\n")).toHaveLength(2);
  });

  test("a misspelt variable stops the start, because it may be the one that keeps people out", () => {
    expect(refusal({ env: { NATTER_REGISTRATON: "closed" } })).toBe(
      "NATTER_REGISTRATON is not a setting of Natter's: did you mean NATTER_REGISTRATION?",
    );
  });

  test("what is meant for the chat in the terminal does not keep the server from starting", () => {
    const { warnings } = read({ env: { NATTER_URL: "http://127.0.0.1:4000", NATTER_PASSWORD: "secret" } });
    expect(warnings).toEqual([]);
  });

  test("a variable that an orchestrator made up is only worth a warning", () => {
    const { warnings } = read({ env: { NATTER_PORT_4000_TCP_ADDR: "10.0.0.1", HOME: "/root" } });
    expect(warnings).toEqual(["NATTER_PORT_4000_TCP_ADDR is not a setting of Natter's and is ignored."]);
  });
});

describe("a signing secret", () => {
  test.each(["hex", "base64", "base64url"] as const)("of 32 random bytes in %s is taken", (encoding) => {
    const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString(encoding);
    expect(read({ env: { NATTER_SECRET: secret } }).config.secret).toBe(secret);
  });

  test.each(["short", "a".repeat(64), "0123456789abcdef".repeat(4), "change-me-to-something-long-and-random-please"])(
    "that is short or an example is refused without being repeated: %s",
    (secret) => {
      const message = refusal({ env: { NATTER_SECRET: secret } });
      expect(message).toContain("NATTER_SECRET must be at least 32 random bytes");
      expect(message).not.toContain(secret);
    },
  );
});
