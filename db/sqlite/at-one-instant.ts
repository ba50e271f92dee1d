import type { Connection } from "./connection.ts";

/**
 * What carries out reads in one transaction, so that all of them see the same instant. Made once for each place that
 * needs it: the driver puts a transaction function together at some cost.
 */
export function createAtOneInstant(db: Connection): <T>(read: () => T) => T {
  const transaction = db.$client.transaction((read: () => unknown) => read());
  // What the transaction gives is what the read gives.
  return transaction as <T>(read: () => T) => T;
}
