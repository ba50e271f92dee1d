import type { Decide } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import type { Decision } from "../../server/domain/decision.ts";

/** The rules of chat, except for messages of certain texts: for those they go wrong in the way that the text says. */
export const rules: Decide = (facts, command) => {
  const decision = decide(facts, command);
  if (command.kind !== "message.send") return decision;
  return mistakes[command.body]?.(decision, command.roomId, command.actor.userId) ?? decision;
};

type Mistake = (decision: Decision, roomId: string, userId: string) => Decision;

const mistakes: Record<string, Mistake> = {
  "leave a seq out": (decision) => ({
    ...decision,
    entries: decision.entries.map((entry) => ("seq" in entry ? { ...entry, seq: entry.seq + 1 } : entry)),
  }),
  // The message's row goes in, its entry cannot follow.
  "change what is not there": (decision) => ({
    ...decision,
    changes: [...decision.changes, { op: "session.end", id: "nobody's", at: new Date() }],
  }),
  "tell a read mark": (decision, roomId, userId) => ({
    ...decision,
    states: [{ kind: "read.moved", roomId, userId }],
  }),
  throw: () => {
    throw Object.assign(new Error("as it was told", { cause: new TypeError("why") }), { code: "ERR_TOLD" });
  },
};
