import { NatterError } from "../errors.ts";
import type { StreamRequest, Streams } from "../services.ts";
import { parseEventId } from "./event-id.ts";
import { Pump, type PumpParts } from "./pump.ts";
import type { StreamSource } from "./sink.ts";

/** Durable streams over the log. */
export class LogStreams implements Streams {
  readonly #parts: PumpParts;

  constructor(parts: PumpParts) {
    this.#parts = parts;
  }

  open({ userId, roomId, lastEventId, maxReplay }: StreamRequest): StreamSource {
    const from = lastEventId === undefined ? null : parseEventId(lastEventId);
    if (lastEventId !== undefined && from === null) {
      throw new NatterError("invalid_input", { fields: { lastEventId: "not an id that this server has given" } });
    }
    return (sink, signal) => new Pump(this.#parts, { userId, roomId, from, maxReplay }, sink).run(signal);
  }
}
