import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defaultHeartbeat, Heartbeat } from "../../client-sdk/heartbeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A heartbeat and when it did what, in milliseconds from its start. */
function started() {
  const begun = performance.now();
  const happened: string[] = [];
  const note = (what: string) => () => void happened.push(`${what} ${performance.now() - begun}`);
  const state = { isBusy: false };
  const heartbeat = new Heartbeat({
    timing: defaultHeartbeat,
    ping: note("ping"),
    dead: note("dead"),
    isBusy: () => state.isBusy,
  });
  return { heartbeat, happened, state };
}

test("a server that is silent is asked after 10 s and given up after 15 s", () => {
  const { happened } = started();
  vi.advanceTimersByTime(20_000);
  expect(happened).toEqual(["ping 10000", "dead 15000"]);
});

test("while a call waits, after 3 s and 8 s", () => {
  const { heartbeat, happened, state } = started();
  vi.advanceTimersByTime(1_000);
  state.isBusy = true;
  heartbeat.hurry();
  vi.advanceTimersByTime(20_000);
  expect(happened).toEqual(["ping 4000", "dead 9000"]);
});

test("one that answers is asked again and again", () => {
  const { heartbeat, happened } = started();
  for (let round = 0; round < 3; round++) {
    vi.advanceTimersByTime(10_000);
    heartbeat.heard();
  }
  expect(happened).toEqual(["ping 10000", "ping 20000", "ping 30000"]);
});

test("one that talks need not be asked", () => {
  const { heartbeat, happened } = started();
  for (let second = 0; second < 60; second++) {
    heartbeat.heard();
    vi.advanceTimersByTime(1_000);
  }
  expect(happened).toEqual([]);
});

test("a page that slept gives the server another chance to answer", () => {
  const { heartbeat, happened } = started();
  vi.advanceTimersByTime(10_000);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(happened).toEqual(["ping 10000", "ping 3615000"]);
  heartbeat.heard();
  vi.advanceTimersByTime(9_000);
  expect(happened).toHaveLength(2);
  heartbeat.stop();
});

test("a doubt is settled at once, and once", () => {
  const { heartbeat, happened } = started();
  heartbeat.probe();
  heartbeat.probe();
  vi.advanceTimersByTime(6_000);
  expect(happened).toEqual(["ping 0", "dead 5000"]);
});

test("after stop nothing happens", () => {
  const { heartbeat, happened } = started();
  heartbeat.stop();
  vi.advanceTimersByTime(60_000);
  expect(happened).toEqual([]);
});
