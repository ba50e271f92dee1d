import type { Hub } from "../delivery/hub.ts";
import type { Measurements } from "../measurements/measurements.ts";
import type { Distribution } from "../measurements/distribution.ts";
import type { Services } from "../services.ts";
import type { Files } from "./files.ts";

/** What is looked at when metrics are read. */
export interface Sources {
  readonly measurements: Measurements;
  readonly services: Pick<Services, "store" | "writer" | "presence" | "settings">;
  readonly hub: Pick<Hub, "size">;
  readonly files: Files;
}

/** The same, at the moment of a scrape. */
export interface Scrape extends Sources {
  readonly ready: boolean;
  readonly draining: boolean;
}

export type Labels = Record<string, string>;

interface Described {
  /** What it says. */
  meaning: string;
  /** What should make its reader look closer; absent: nothing by itself. */
  worrying?: string;
  labels?: readonly string[];
}

/** One metric: how it is described, and how its values are read. */
export type Definition =
  | (Described & { type: "counter" | "gauge"; read(from: Scrape): Readings<number> | Promise<Readings<number>> })
  | (Described & { type: "histogram"; read(from: Scrape): Readings<Distribution> });

/** One value, or one for each set of labels. */
export type Readings<Value> = Value | Iterable<readonly [Labels, Value]>;

/** Metrics by their names. */
export type Catalogue = Readonly<Record<string, Definition>>;
