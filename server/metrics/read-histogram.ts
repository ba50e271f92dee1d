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
  readonly #description: Description;
  readonly #read: () => Iterable<readonly [Labels, Distribution]>;

  constructor(description: Description, read: () => Iterable<readonly [Labels, Distribution]>) {
    super(description);
    this.#description = description;
    this.#read = read;
  }

  /** What a registry asks for. Inherited, it would tell of what has been observed here, which is nothing. */
  async getForPromString() {
    const { name, help } = this.#description;
    const values = [...this.#read()].flatMap((reading) => samples(name, ...reading));
    return { name, help, type: "histogram", values };
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
