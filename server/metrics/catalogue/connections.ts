import type { Catalogue, Labels } from "../definition.ts";
import { by } from "../labelled.ts";

/** Who is connected, and how connections end. */
export const connections: Catalogue = {
  natter_connections: {
    type: "gauge",
    meaning: "Open connections: WebSockets, and streams of server-sent events.",
    worrying: "A sudden fall. Near 50,000 no further ones are taken.",
    labels: ["transport"],
    read: ({ measurements }) => by("transport", measurements.connections.open),
  },
  natter_connections_opened_total: {
    type: "counter",
    meaning: "Connections that were taken in.",
    worrying: "A rate far above that of people who come: clients reconnect in a loop.",
    labels: ["transport"],
    read: ({ measurements }) => by("transport", measurements.connections.opened),
  },
  natter_connections_refused_total: {
    type: "counter",
    meaning:
      "Connections that were not taken in: `malformed`, `not_found`, `origin` (a page that may not), `draining`, `too_many` (of one address), `full` (in all).",
    worrying: "`full` at all; `origin` after a change of address: see NATTER_ALLOWED_ORIGINS.",
    labels: ["reason"],
    read: ({ measurements }) => by("reason", measurements.connections.refused),
  },
  natter_connections_closed_total: {
    type: "counter",
    meaning:
      "WebSockets that ended, by close code: the one that the server sent, else the one that came; `other` is any that is unknown.",
    worrying: "A rising rate of `4008` (too slow to read), `4429` (too many) or `1006` (cut off).",
    labels: ["code"],
    read: ({ measurements }) => by("code", measurements.connections.closed),
  },
  natter_http_requests_total: {
    type: "counter",
    meaning: "Requests over HTTP that were answered, upgrades not among them.",
    worrying: "A rising rate of statuses from 500 on.",
    labels: ["route", "status"],
    read: ({ measurements }) => routes(measurements.connections.requests),
  },
};

function* routes(requests: Iterable<readonly [string, number]>): Iterable<[Labels, number]> {
  for (const [key, count] of requests) {
    const [route = "", status = ""] = key.split(" ");
    yield [{ route, status }, count];
  }
}
