import type { Store } from "../../db/store.ts";
import type { SessionId } from "../contract/index.ts";
import type { StreamMeasurements } from "../measurements/measurements.ts";
import type { Clock, Timers } from "../services.ts";
import { Hub } from "./hub.ts";
import { PresenceTracker } from "./presence.ts";
import { Publisher } from "./publisher.ts";
import { LogStreams } from "./streams.ts";
import { TypingTracker } from "./typing.ts";
import { WriteQueue } from "./write-queue.ts";

export interface DeliveryParts {
  store: Store;
  clock: Clock;
  measured: StreamMeasurements;
  /** Default: the machine's. */
  timers?: Timers | undefined;
  /** Called in log order when a session has ended: whatever it has open must be closed within the turn. */
  onSessionEnded(sessionId: SessionId): void;
}

/** Wires the way of a message and the way of a reader. */
export async function createDelivery({ store, clock, timers, measured, onSessionEnded }: DeliveryParts) {
  const publisher = new Publisher(await store.log.head());
  const hub = new Hub(store.epoch, measured);
  const presence = new PresenceTracker({ store, clock, timers });
  const typing = new TypingTracker({ store, clock, timers });
  // Sessions first: a session that has ended must not hear what comes after it.
  publisher.subscribe((item) => {
    if (item.type === "server" && item.entry.kind === "session.ended") onSessionEnded(item.entry.sessionId);
  });
  publisher.subscribe((item) => hub.hear(item));
  publisher.subscribe((item) => typing.hear(item));
  publisher.subscribe((item) => presence.hear(item));
  return {
    writer: new WriteQueue({ store, publisher }),
    streams: new LogStreams({ store, hub, publisher, measured }),
    hub,
    presence,
    typing,
  };
}
