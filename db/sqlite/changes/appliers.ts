import type { ChangeOf, ChangeOp } from "../../../server/domain/decision.ts";
import type { Position } from "../../store.ts";

/**
 * For each kind of change, what carries it out. `stamp`: the log's head after the decision's own entries, where state
 * that takes no position of its own is marked.
 */
export type Appliers = { [O in ChangeOp]: (change: ChangeOf<O>, stamp: Position) => void };

export function mustChange(result: { changes: number }, op: ChangeOp): void {
  if (result.changes === 0) throw nothingToChange(op);
}

/** A change that finds nothing to change was decided on something that is not so. */
export function nothingToChange(op: ChangeOp): Error {
  return new Error(`Nothing to change: ${op}.`);
}
