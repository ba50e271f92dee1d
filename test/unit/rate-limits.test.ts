import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRateLimits } from "../../server/security/rate-limits.ts";

/** Limits under a clock that a test sets. */
function limitsAt(start = 1_000_000) {
  const time = { now: start };
  const limits = createRateLimits({ clock: { now: () => new Date(time.now) }, enabled: true });
  /** How many are granted in a row. */
  const granted = (what: Parameters<typeof limits.take>[0], who: string) => {
    let count = 0;
    while (count < 100_000 && limits.take(what, who) === 0) count++;
    return count;
  };
  return { time, limits, granted };
}

describe("a budget", () => {
  test("is used up, tells for how long to wait, and is there again then", () => {
    const { time, limits, granted } = limitsAt();
    granted("login", "192.0.2.1");
    const waitMs = limits.take("login", "192.0.2.1");
    expect(waitMs).toBeGreaterThan(0);
    time.now += waitMs - 1;
    expect(limits.take("login", "192.0.2.1")).toBe(1);
    time.now += 1;
    expect(limits.take("login", "192.0.2.1")).toBe(0);
    expect(limits.take("login", "192.0.2.1")).toBeGreaterThan(0);
  });

  test("belongs to one person and one purpose", () => {
    const { limits, granted } = limitsAt();
    granted("send", "mallory");
    expect(limits.take("send", "mallory")).toBeGreaterThan(0);
    expect(limits.take("send", "ada")).toBe(0);
    expect(limits.take("write", "mallory")).toBe(0);
  });

  test("never holds more than it did at first", () => {
    const { time, granted } = limitsAt();
    const first = granted("search", "ada");
    time.now += 24 * 60 * 60 * 1000;
    expect(granted("search", "ada")).toBe(first);
  });

  test("lets a busy bot send a thousand messages at once", () => {
    expect(limitsAt().granted("send", "bot")).toBeGreaterThanOrEqual(1000);
  });

  test("fills again after the clock was set back", () => {
    const { time, limits, granted } = limitsAt();
    granted("typing", "ada");
    time.now -= 10 * 60 * 1000;
    expect(limits.take("typing", "ada")).toBeGreaterThan(0);
    time.now += 1000;
    expect(limits.take("typing", "ada")).toBe(0);
  });

  test("never grants more than the burst and what came back meanwhile", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2000, max: 2000 }), { maxLength: 200 }), (steps) => {
        const { time, limits, granted } = limitsAt();
        let count = granted("typing", "ada");
        let passed = 0;
        for (const step of steps) {
          time.now += step;
          passed += Math.max(0, step);
          if (limits.take("typing", "ada") === 0) count++;
        }
        expect(count).toBeLessThanOrEqual(100 + passed / 100 + 1e-6);
      }),
    );
  });

  test("of someone who comes back is remembered while thousands of others pass", () => {
    const { limits, granted } = limitsAt();
    granted("connect", "192.0.2.1");
    for (let other = 0; other < 30_000; other++) {
      limits.take("connect", `2001:db8:0:${other.toString(16)}::/64`);
      if (other % 1000 === 0) expect(limits.take("connect", "192.0.2.1")).toBeGreaterThan(0);
    }
  });

  test("of someone long gone is forgotten, so that memory has an end", () => {
    const { limits, granted } = limitsAt();
    granted("connect", "192.0.2.1");
    for (let other = 0; other < 20_000; other++) limits.take("connect", `2001:db8:0:${other.toString(16)}::/64`);
    expect(limits.take("connect", "192.0.2.1")).toBe(0);
  });
});

test("limits that are off limit nothing", () => {
  const limits = createRateLimits({ clock: { now: () => new Date(0) }, enabled: false });
  for (let call = 0; call < 10_000; call++) expect(limits.take("register", "192.0.2.1")).toBe(0);
});
