import { describe, expect, test } from "vitest";
import { httpClient, password, refusalOf } from "../support/people.ts";
import { post } from "../support/raw-http.ts";
import { startServer } from "../support/server.ts";

const limited = { NATTER_RATE_LIMITS: "on" };
const from = (address: string) => ({ "x-forwarded-for": address });

/** How many refreshes, each with a token that is none, are looked at before the server asks to wait. */
async function refreshesGranted(url: string, headers: (attempt: number) => Record<string, string>): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const { error } = await post(url, "auth.refresh", { refreshToken: "none" }, headers(attempt));
    if (error?.reason === "rate_limited") return attempt;
  }
  return Infinity;
}

describe("who tries too often is told to wait", () => {
  test("whatever address they claim to have", async () => {
    await using server = await startServer({ env: limited });
    const granted = await refreshesGranted(server.url, (attempt) => from(`192.0.2.${attempt % 250}`));
    expect(granted).toBeGreaterThanOrEqual(500);
    expect(granted).toBeLessThan(1000);
  });

  test("by the address that a trusted proxy names, an IPv6 network being one", async () => {
    await using server = await startServer({ env: { ...limited, NATTER_TRUSTED_PROXIES: "127.0.0.1" } });
    const { url } = server;
    const granted = await refreshesGranted(url, (attempt) => from(`203.0.113.9, 2001:db8::${attempt.toString(16)}`));
    expect(granted).toBeLessThan(1000);
    const neighbour = await post(url, "auth.refresh", { refreshToken: "none" }, from("2001:db8:0:0:ffff::1"));
    expect(neighbour).toMatchObject({
      status: 429,
      error: { reason: "rate_limited", retryAfterMs: expect.any(Number) },
    });
    expect(Number(neighbour.headers.get("retry-after"))).toBeGreaterThan(0);
    const elsewhere = await post(url, "auth.refresh", { refreshToken: "none" }, from("2001:db8:0:1::1"));
    expect(elsewhere.error?.reason).toBe("session_ended");
  });

  test("by account, from wherever its password is guessed; nobody else notices", async () => {
    await using server = await startServer({ env: { ...limited, NATTER_TRUSTED_PROXIES: "127.0.0.1" } });
    const { url } = server;
    const { auth } = httpClient(url);
    await auth.register.mutate({ username: "ada", password });
    await auth.register.mutate({ username: "grace", password });
    const guess = (login: string, attempt: number) =>
      post(url, "auth.login", { login, password: `guess number ${attempt}` }, from(`198.51.100.${attempt}`));
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, attempt) => guess(attempt % 2 ? "ada" : "Ada", attempt)),
    );
    const counts = Map.groupBy(guesses, ({ error }) => error?.reason ?? "in");
    expect([...counts.keys()].toSorted()).toEqual(["bad_credentials", "rate_limited"]);
    expect(counts.get("rate_limited")?.length).toBeGreaterThanOrEqual(5);
    expect(await refusalOf(auth.login.mutate({ login: "ada", password }))).toMatchObject({ reason: "rate_limited" });
    await auth.login.mutate({ login: "grace", password });
    // A name that nobody has is counted alike.
    const unknown = await Promise.all(Array.from({ length: 40 }, (_, attempt) => guess("nobody", attempt)));
    expect(unknown.filter(({ error }) => error?.reason === "rate_limited").length).toBeGreaterThanOrEqual(5);
  });
});
