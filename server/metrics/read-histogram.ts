import { Histogram, type Registry } from "prom-client";
import type { Distribution } from "../measurements/distribution.ts";
import type { Labels } from "./definition.ts";

interface Description {
  name: string;
  help: string;
  labelNames: readonly string[];
  registers: Registry[];
}

/** A histogram that is read from distributions elsewhere, instead of being told of every value. */
export class ReadHistogram extends Histogram {
  readonly #read: () => Iterable<readonly [Labels, Distribution]>;

  constructor(description: Description, read: () => Iterable<readonly [Labels, Distribution]>) {
    super(description);
    this.#read = read;
  }

  /** What a registry prefers to `get` where it is there: it would tell of what has been observed, which is nothing. */
  getForPromString() {
    return this.get();
  }

  override async get() {
    const described = await super.get();
    return { ...described, values: [...this.#read()].flatMap((reading) => samples(described.name, ...reading)) };
  }
}

/** Prometheus wants each bucket to hold those below it too. */
function samples(name: string, labels: Labels, { limits, counts, sum }: Distribution) {
  let count = 0;
  const buckets = counts.map((above, place) => {
    count += above;
    const le = limits[place] ?? "+Inf";
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
