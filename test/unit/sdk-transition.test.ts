import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestWaitMs } from "../../client-sdk/backoff.ts";
import { afterClose, transition, type ConnectionEvent, type ConnectionState } from "../../client-sdk/transition.ts";
import { closeCodes, type AfterClose } from "../../server/contract/index.ts";

const nexts: AfterClose[] = ["reconnect", "reconnect-jittered", "back-off", "refresh", "sign-in", "update"];
const plain = [
  "wanted",
  "opened",
  "proven",
  "waited",
  "network-changed",
  "token-stale",
  "refreshed",
  "refresh-failed",
  "signed-in",
  "signed-out",
  "too-old",
] as const;

const anyEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom(...plain).map((type) => ({ type })),
  fc.constantFrom(...nexts).map((next) => ({ type: "lost" as const, next })),
);
const anyStep = fc.tuple(anyEvent, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

/** The states that a history leads through, the first included. */
function walk(steps: [ConnectionEvent, number][], from: ConnectionState = { name: "idle" }): ConnectionState[] {
  const states = [from];
  for (const [event, chance] of steps) states.push(transition(states.at(-1) ?? from, event, chance));
  return states;
}

describe("whatever happens", () => {
  test("a lost connection is never opened again without a wait, a refresh or a person", () => {
    fc.assert(
      fc.property(fc.array(anyStep), fc.constantFrom(...nexts), (steps, next) => {
        const before = walk(steps).at(-1);
        if (before?.name !== "open" && before?.name !== "connecting") return;
        const after = transition(before, { type: "lost", next }, 0.5);
        expect(["waiting", "refreshing", "signed-out", "too-old"]).toContain(after.name);
      }),
    );
  });

  test("two losses in a row always have a wait between them, refreshed token or not", () => {
    const lost = { type: "lost", next: "refresh" } as const;
    let state: ConnectionState = { name: "open", attempt: 0 };
    const names: string[] = [];
    for (const event of [lost, { type: "refreshed" }, { type: "opened" }, lost] as ConnectionEvent[]) {
      state = transition(state, event, 0.5);
      names.push(state.name);
    }
    expect(names).toEqual(["refreshing", "connecting", "open", "waiting"]);
  });

  test("a wait is never negative and never longer than the cap", () => {
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        for (const state of walk(steps)) {
          if (state.name !== "waiting") continue;
          expect(state.waitMs).toBeGreaterThanOrEqual(0);
          expect(state.waitMs).toBeLessThanOrEqual(longestWaitMs);
          expect(transition(state, { type: "waited" }, 0).name).toBe("connecting");
        }
      }),
    );
  });

  test("the ceiling of the wait grows until the server answers, and starts over then", () => {
    const failed = (attempt: number) =>
      transition({ name: "connecting", attempt }, { type: "lost", next: "reconnect" }, 0.999);
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => (failed(attempt) as { waitMs: number }).waitMs);
    expect(waits).toEqual([249, 499, 999, 1998, 3996, 7992, 9990, 9990, 9990]);
    expect(transition({ name: "open", attempt: 7 }, { type: "proven" }, 0)).toEqual({ name: "open", attempt: 0 });
  });

  test("closed is for ever, too old but for closing", () => {
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        expect(walk(steps, { name: "closed" }).at(-1)).toEqual({ name: "closed" });
        expect(walk(steps, { name: "too-old" }).at(-1)).toEqual({ name: "too-old" });
        expect(transition({ name: "too-old" }, { type: "close" }, 0)).toEqual({ name: "closed" });
      }),
    );
  });

  test("only signing in leads out of signed-out", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const after = transition({ name: "signed-out" }, event, 0.5);
        const expected = { "signed-in": "idle", "too-old": "too-old" }[event.type as string] ?? "signed-out";
        expect(after.name).toBe(expected);
      }),
    );
  });

  test("what changes nothing returns the very same state", () => {
    fc.assert(
      fc.property(fc.array(anyStep), anyStep, (steps, [event, chance]) => {
        const before = walk(steps).at(-1) ?? { name: "idle" };
        const after = transition(before, event, chance);
        if (JSON.stringify(after) === JSON.stringify(before)) expect(after).toBe(before);
      }),
    );
  });
});

describe("a close code says what follows", () => {
  const open: ConnectionState = { name: "open", attempt: 0 };
  const after = (code: number, chance: number) => transition(open, { type: "lost", next: afterClose(code) }, chance);

  test("4401 ends the session, 4402 refreshes at once", () => {
    expect(after(4401, 0.5)).toEqual({ name: "signed-out" });
    expect(after(4402, 0.5)).toEqual({ name: "refreshing", attempt: 1 });
  });

  test("1012 spreads the clients over seconds, and nothing shortens that", () => {
    expect(after(1012, 0)).toEqual({ name: "waiting", attempt: 1, waitMs: 0, patient: true });
    expect(after(1012, 0.9)).toEqual({ name: "waiting", attempt: 1, waitMs: 4500, patient: true });
    expect(transition(after(1012, 0.9), { type: "network-changed" }, 0).name).toBe("waiting");
  });

  test("4429 waits for seconds in any case", () => {
    expect(after(4429, 0)).toMatchObject({ name: "waiting", waitMs: 5000, patient: true });
  });

  test("4008 and a code that nobody lists come back at once, more or less", () => {
    for (const code of [4008, 1006, 1000, 4999]) {
      expect(after(code, 0.99)).toEqual({ name: "waiting", attempt: 1, waitMs: 247, patient: false });
    }
    expect(transition(after(1006, 0.99), { type: "network-changed" }, 0).name).toBe("connecting");
  });

  test("4426 is the end: only another client helps", () => {
    expect(after(4426, 0)).toEqual({ name: "too-old" });
  });

  test("every listed code has a rule", () => {
    for (const code of Object.keys(closeCodes)) expect(nexts).toContain(afterClose(Number(code)));
  });
});
