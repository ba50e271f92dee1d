import { expect, test } from "vitest";
import { StorageError } from "../../db/store.ts";
import { Measurements } from "../../server/measurements/measurements.ts";
import { createMetrics } from "../../server/metrics/metrics.ts";
import type { Services } from "../../server/services.ts";
import { parseExposition, valueOf } from "../support/metrics.ts";

/** Of a server that has done nothing but what a test counts. */
function start({ head = async () => 7 } = {}) {
  const measurements = new Measurements();
  const services = {
    store: { log: { head } },
    writer: { waiting: 3 },
    presence: { count: 2 },
    settings: { version: "1.2.3", registration: "open" },
  } as unknown as Services;
  const files = { databaseBytes: async () => 10, walBytes: async () => 20, freeBytes: async () => 30 };
  const metrics = createMetrics({ measurements, services, hub: { size: 5 }, files });
  return { measurements, scrape: async () => parseExposition(await metrics.scrape({ ready: true, draining: false })) };
}

test("a scrape tells what has been counted until then, the next one what has come since", async () => {
  const { measurements, scrape } = start();
  measurements.called("message.send", "answered", 3);
  measurements.called("message.send", "refused", 3000);
  const first = await scrape();
  expect(valueOf(first, "natter_calls_total", { procedure: "message.send", outcome: "answered" })).toBe(1);
  measurements.called("message.send", "answered", 3);
  const second = await scrape();
  expect(valueOf(second, "natter_calls_total", { procedure: "message.send", outcome: "answered" })).toBe(2);
  expect(valueOf(second, "natter_build_info", { version: "1.2.3" })).toBe(1);
  expect(valueOf(second, "natter_commands_waiting")).toBe(3);
  expect(valueOf(second, "natter_streams_live")).toBe(5);
  expect(valueOf(second, "natter_log_position")).toBe(7);
});

test("a histogram's buckets hold those below them too, and all are in the last", async () => {
  const { measurements, scrape } = start();
  for (const milliseconds of [0.5, 1, 3, 3, 100_000]) measurements.called("room.open", "answered", milliseconds);
  const found = await scrape();
  const procedure = "room.open";
  const upTo = (le: string) => valueOf(found, "natter_call_seconds_bucket", { procedure, le });
  expect([upTo("0.001"), upTo("0.005"), upTo("2.5"), upTo("+Inf")]).toEqual([2, 4, 4, 5]);
  expect(valueOf(found, "natter_call_seconds_count", { procedure })).toBe(5);
  expect(valueOf(found, "natter_call_seconds_sum", { procedure })).toBeCloseTo(100.0075);
});

test("several who scrape at once are told the same", async () => {
  const { measurements, scrape } = start();
  measurements.errors.add("busy");
  const scrapes = await Promise.all([scrape(), scrape(), scrape()]);
  expect(scrapes.map((found) => valueOf(found, "natter_errors_total", { reason: "busy" }))).toEqual([1, 1, 1]);
});

test("while the database is away all that does not need it is still told", async () => {
  const { measurements, scrape } = start({ head: () => Promise.reject(new StorageError("storage_down")) });
  measurements.writes.failedCommits += 1;
  const found = await scrape();
  expect(valueOf(found, "natter_log_position")).toBeNaN();
  expect(valueOf(found, "natter_commits_failed_total")).toBe(1);
});
