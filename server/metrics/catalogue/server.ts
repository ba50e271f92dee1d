import type { Catalogue } from "../definition.ts";
import { by } from "../labelled.ts";

/** The program as a whole. Of its process and Node, prom-client's own metrics tell. */
export const server: Catalogue = {
  natter_build_info: {
    type: "gauge",
    meaning: "Always 1; the label names the version that runs.",
    labels: ["version"],
    read: ({ services }) => [[{ version: services.settings.version }, 1]],
  },
  natter_ready: {
    type: "gauge",
    meaning: "Whether clients should be sent here (1) or not (0), as `/readyz` says.",
    worrying: "0 for more than a restart takes: the database does not answer, or a write has failed.",
    read: ({ ready }) => Number(ready),
  },
  natter_draining: {
    type: "gauge",
    meaning: "Whether the server is going away (1): it finishes what has been begun.",
    worrying: "1 for more than 15 s.",
    read: ({ draining }) => Number(draining),
  },
  natter_people_online: {
    type: "gauge",
    meaning: "People with a connection, or who lost their last one less than 3 s ago.",
    read: ({ services }) => services.presence.count,
  },
  natter_password_checks_pending: {
    type: "gauge",
    meaning: "Passwords that are being hashed or compared, two at a time, or wait for it.",
    worrying:
      "More than 50 for a minute: somebody is guessing, or everyone signs in at once. At 258 people are told `busy`.",
    read: ({ measurements }) => measurements.passwords.pending,
  },
  natter_password_checks_total: {
    type: "counter",
    meaning: "Passwords that were hashed or compared (`done`), and those for which too many waited (`busy`).",
    worrying: "Any `busy`.",
    labels: ["result"],
    read: ({ measurements }) => by("result", measurements.passwords.results),
  },
  natter_password_check_seconds: {
    type: "histogram",
    meaning: "How long that took, with the wait.",
    read: ({ measurements }) => measurements.passwords.seconds,
  },
};
