import type { Reason, RoomId, UserId } from "../contract/index.ts";
import type { Answer, Decision, Refusal } from "./decision.ts";

/** A definite no: nothing is written. */
export function refused(reason: Reason, details: Omit<Refusal, "reason"> = {}): Decision {
  return { changes: [], entries: [], states: [], answer: { kind: "refused", refusal: { reason, ...details } } };
}

/** Some of the input is wrong, in a way that only the facts could tell. */
export function invalid(field: string, problem: string): Decision {
  return refused("invalid_input", { fields: { [field]: problem } });
}

/** What shall be is already so: answered like the first time, nothing is written. */
export function unchanged(answer: Answer = { kind: "none" }): Decision {
  return { changes: [], entries: [], states: [], answer };
}

/** Yes, and this is what is written. */
export function done(written: Partial<Omit<Decision, "answer">>, answer: Answer = { kind: "none" }): Decision {
  return { changes: [], entries: [], states: [], ...written, answer };
}

/** What every entry of a room carries: `ahead` numbers the entries of one decision 1, 2, 3, ... after the head. */
export function numbered(
  room: { id: RoomId; headSeq: number },
  command: { actor: { userId: UserId }; at: Date },
  ahead = 1,
) {
  return { roomId: room.id, seq: room.headSeq + ahead, actorId: command.actor.userId, at: command.at };
}
