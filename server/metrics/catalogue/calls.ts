import type { Measurements } from "../../measurements/measurements.ts";
import type { Catalogue, Labels } from "../definition.ts";
import { by, valuesBy } from "../labelled.ts";

/** What clients ask for. */
export const calls: Catalogue = {
  natter_calls_total: {
    type: "counter",
    meaning:
      "Calls of procedures, on every transport: `answered`, `refused` (the caller's affair) or `failed` (a fault of the server's, or of its disk).",
    worrying: "Any `failed`.",
    labels: ["procedure", "outcome"],
    read: ({ measurements }) => outcomes(measurements),
  },
  natter_call_seconds: {
    type: "histogram",
    meaning: "How long calls took; of a subscription, until it had begun.",
    worrying: "A 99th percentile of `message.send` above 0.25 s.",
    labels: ["procedure"],
    read: ({ measurements }) => seconds(measurements),
  },
  natter_errors_total: {
    type: "counter",
    meaning: "Errors that clients were told, by reason, whether a procedure was reached or not.",
    worrying: "`internal`, `storage_full` or `storage_down` at all; a rising rate of `busy` or `rate_limited`.",
    labels: ["reason"],
    read: ({ measurements }) => by("reason", measurements.errors),
  },
  natter_subscriptions: {
    type: "gauge",
    meaning: "Open subscriptions.",
    labels: ["procedure"],
    read: ({ measurements }) => by("procedure", measurements.subscriptions),
  },
  natter_searches_pending: {
    type: "gauge",
    meaning: "Searches that are being carried out, one at a time, or wait for it.",
    worrying: "More than 10 for a minute. At 65 people are told `busy`.",
    read: ({ measurements }) => measurements.searches.pending,
  },
  natter_searches_total: {
    type: "counter",
    meaning:
      "Searches that looked at everything (`complete`), ran out of time and gave a cursor (`partial`), were turned away (`busy`) or `failed`.",
    worrying: "Any `failed`; a rising share of `busy`.",
    labels: ["result"],
    read: ({ measurements }) => by("result", measurements.searches.results),
  },
  natter_search_seconds: {
    type: "histogram",
    meaning: "How long searches took, with the wait.",
    read: ({ measurements }) => measurements.searches.seconds,
  },
};

function* outcomes({ calls: byProcedure }: Measurements): Iterable<[Labels, number]> {
  for (const outcome of ["answered", "refused", "failed"] as const) {
    for (const [labels, count] of valuesBy("procedure", byProcedure, (call) => call[outcome])) {
      yield [{ ...labels, outcome }, count];
    }
  }
}

function* seconds({ calls: byProcedure }: Measurements) {
  for (const [procedure, call] of byProcedure) yield [{ procedure }, call.seconds] as const;
}
