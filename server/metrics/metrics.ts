import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { catalogue } from "./catalogue/catalogue.ts";
import type { Definition, Labels, Readings, Scrape, Sources } from "./definition.ts";
import { ReadHistogram } from "./read-histogram.ts";

/** What Prometheus reads. */
export interface Metrics {
  readonly contentType: string;
  /** All metrics, as they are now. */
  scrape(state: Pick<Scrape, "ready" | "draining">): Promise<string>;
}

/**
 * Metrics of what the server has counted so far. Nothing is made, and Node's own are not collected, before somebody
 * asks for the first time: who does not watch pays for nothing.
 */
export function createMetrics(sources: Sources): Metrics {
  let registry: Registry | null = null;
  let scrape: Scrape = { ...sources, ready: false, draining: false };
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    scrape: (state) => {
      scrape = { ...sources, ...state };
      registry ??= createRegistry(() => scrape);
      return registry.metrics();
    },
  };
}

function createRegistry(now: () => Scrape): Registry {
  const registry = new Registry();
  for (const [name, definition] of Object.entries(catalogue)) register(registry, name, definition, now);
  collectDefaultMetrics({ register: registry });
  return registry;
}

function register(registry: Registry, name: string, definition: Definition, now: () => Scrape): void {
  const { meaning: help, labels: labelNames = [] } = definition;
  const described = { name, help, labelNames, registers: [registry] };
  if (definition.type === "histogram") {
    // Made for what it registers: the registry holds it.
    void new ReadHistogram(described, () => list(definition.read(now())));
  } else if (definition.type === "gauge") {
    const gauge: Gauge = new Gauge({
      ...described,
      collect: async () => {
        const readings = await readingsOf(definition, now());
        gauge.reset();
        for (const [labels, value] of readings) gauge.set(labels, value);
      },
    });
  } else {
    const counter: Counter = new Counter({
      ...described,
      collect: async () => {
        const readings = await readingsOf(definition, now());
        counter.reset();
        for (const [labels, value] of readings) counter.inc(labels, value);
      },
    });
  }
}

type Simple = Exclude<Definition, { type: "histogram" }>;

/** What cannot be read just now, because the database is away perhaps, must not take the others along. */
async function readingsOf({ type, read }: Simple, scrape: Scrape): Promise<(readonly [Labels, number])[]> {
  try {
    return [...list(await read(scrape))];
  } catch {
    return type === "gauge" ? [[{}, Number.NaN]] : [];
  }
}

function list<Value>(readings: Readings<Value>): Iterable<readonly [Labels, Value]> {
  return typeof readings === "object" && readings !== null && Symbol.iterator in readings ? readings : [[{}, readings]];
}
