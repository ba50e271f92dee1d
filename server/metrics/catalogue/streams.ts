import type { Catalogue } from "../definition.ts";
import { by } from "../labelled.ts";

/** A reader's way along the log. */
export const streams: Catalogue = {
  natter_streams_live: {
    type: "gauge",
    meaning: "Streams of the log whose reader is at its head and is written to directly.",
    worrying: "Far fewer than `natter_subscriptions` of `sync.onEvent` and `room.onEvent`: readers do not keep up.",
    read: ({ hub }) => hub.size,
  },
  natter_deliveries_total: {
    type: "counter",
    meaning: "Items handed to readers at the head; divided by events, the fan-out.",
    read: ({ measurements }) => measurements.streams.delivered,
  },
  natter_streams_resumed_total: {
    type: "counter",
    meaning: "Streams that went on from a position that their reader gave.",
    read: ({ measurements }) => measurements.streams.resumed,
  },
  natter_replayed_events_total: {
    type: "counter",
    meaning: "Events read from the log for those who resumed or had fallen behind.",
    worrying: "A rate that stays above that of deliveries.",
    read: ({ measurements }) => measurements.streams.replayed,
  },
  natter_streams_behind_total: {
    type: "counter",
    meaning: "How often a stream left the head because its reader did not keep up. It catches up by itself.",
    worrying: "A rate that keeps rising, together with `natter_connections_closed_total` of `4008`.",
    read: ({ measurements }) => measurements.streams.fellBehind,
  },
  natter_stream_resets_total: {
    type: "counter",
    meaning: "Streams that could not go on from where their reader stood and began at the head.",
    worrying: "`ahead` or `other_epoch` without a restored backup.",
    labels: ["reason"],
    read: ({ measurements }) => by("reason", measurements.streams.resets),
  },
};
