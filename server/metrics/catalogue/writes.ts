import type { Measurements } from "../../measurements/measurements.ts";
import type { Catalogue, Labels } from "../definition.ts";
import { by } from "../labelled.ts";

/** A message's way into the log, and the files in which it ends. */
export const writes: Catalogue = {
  natter_events_total: {
    type: "counter",
    meaning: "Events appended to the log since the start, by kind: `message.sent` are the messages stored.",
    labels: ["kind"],
    read: ({ measurements }) => by("kind", measurements.writes.events),
  },
  natter_commands_total: {
    type: "counter",
    meaning:
      "Commands given to the database, by kind, and what came of them: `done` (also a repeat), `refused` by the rules, or `failed`.",
    worrying: "Any `failed`.",
    labels: ["kind", "outcome"],
    read: ({ measurements }) => commands(measurements),
  },
  natter_commands_waiting: {
    type: "gauge",
    meaning: "Commands that wait for the next commit.",
    worrying: "More than 1,000 for a minute: the disk does not keep up. At 10,000 people are told `busy`.",
    read: ({ services }) => services.writer.waiting,
  },
  natter_commit_commands: {
    type: "histogram",
    meaning: "Commands that shared a transaction.",
    read: ({ measurements }) => measurements.writes.commandsPerCommit,
  },
  natter_commit_seconds: {
    type: "histogram",
    meaning: "How long transactions took, until they were on disk.",
    worrying: "A 99th percentile above 0.1 s: a slow disk.",
    read: ({ measurements }) => measurements.writes.commitSeconds,
  },
  natter_commits_failed_total: {
    type: "counter",
    meaning: "Transactions of which nothing was stored.",
    worrying: "Any: the disk is full, or broken.",
    read: ({ measurements }) => measurements.writes.failedCommits,
  },
  natter_log_position: {
    type: "gauge",
    meaning: "Where the log ends: how many events it has ever held.",
    read: ({ services }) => services.store.log.head(),
  },
  natter_database_size_bytes: {
    type: "gauge",
    meaning: "The database file.",
    read: ({ files }) => files.databaseBytes(),
  },
  natter_database_wal_size_bytes: {
    type: "gauge",
    meaning: "The write-ahead log beside it, which is emptied now and then.",
    worrying: "More than 256 MiB: something keeps reading an old state, a backup tool perhaps.",
    read: ({ files }) => files.walBytes(),
  },
  natter_disk_free_bytes: {
    type: "gauge",
    meaning: "What is left for the server on the disk of its data folder.",
    worrying: "Less than the database grows in a week. At 0 sends are refused with `storage_full`.",
    read: ({ files }) => files.freeBytes(),
  },
};

function* commands({ writes: { commands: byKind } }: Measurements): Iterable<[Labels, number]> {
  for (const [kind, counts] of byKind) {
    for (const [outcome, count] of Object.entries(counts)) yield [{ kind, outcome }, count];
  }
}
