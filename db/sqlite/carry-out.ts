import type { Message, MessageId, UserId } from "../../server/contract/index.ts";
import type { Command, CommandKind, CommandOf } from "../../server/domain/commands.ts";
import type { Answer, ChangeOf, ChangeOp, Decision, Outcome } from "../../server/domain/decision.ts";
import type { Decide, LogItem, Position } from "../store.ts";
import { createAppend, createReadState } from "./append.ts";
import { createChanges } from "./changes/changes.ts";
import type { Connection } from "./connection.ts";
import { createFacts } from "./facts/facts.ts";
import type { EventRows } from "./queries/event-rows.ts";
import type { MessageRows } from "./queries/message-rows.ts";
import type { RoomRows } from "./queries/room-rows.ts";
import type { SearchIndex } from "./search-index.ts";
import type { UserRows } from "./queries/users.ts";

export interface WriteParts {
  decide: Decide;
  users: UserRows;
  rooms: RoomRows;
  messages: MessageRows;
  events: EventRows;
  index: SearchIndex;
}

/** What one command came to. `head`: the log's, after it. */
export interface CarriedOut {
  outcome: Outcome;
  items: LogItem[];
  head: Position;
}

/** Carries out one command in the transaction that is open: facts, decide, change, append, answer. */
export function createCarryOut(db: Connection, rows: WriteParts) {
  const facts = createFacts(db);
  const changes = createChanges(db, rows.index);
  const append = createAppend(db, rows.events);
  const readState = createReadState(db, rows.users);

  function judge<K extends CommandKind>(kind: K, command: CommandOf<K>): Decision {
    return rows.decide(facts[kind](command), command);
  }

  function apply<O extends ChangeOp>(op: O, change: ChangeOf<O>, stamp: Position): void {
    changes[op](change, stamp);
  }

  function outcomeOf(decision: Decision, viewerId: UserId | null, items: readonly LogItem[]): Outcome {
    const { answer } = decision;
    if (answer.kind === "refused") return { kind: "refused", refusal: answer.refusal };
    return { kind: "done", changed: decision.changes.length > 0, answer: readAnswer(answer, viewerId, items) };
  }

  function readAnswer(answer: Granted, viewerId: UserId | null, items: readonly LogItem[]): Answered {
    switch (answer.kind) {
      case "none":
        return null;
      case "message":
        return found(
          messageOf(items, answer.messageId) ?? rows.messages.get([answer.messageId], viewerId).get(answer.messageId),
        );
      case "room":
        return found(rows.rooms.get(answer.roomId));
      case "me":
        return found(rows.users.me(answer.userId));
      case "user":
        return found(rows.users.get(answer.userId));
      case "session":
        return answer.grant;
    }
  }

  return (command: Command, head: Position): CarriedOut => {
    const decision = judge(command.kind, command);
    const headAfter = head + decision.entries.length;
    for (const change of decision.changes) apply(change.op, change, headAfter);
    const items = decision.entries.map((entry, index) => append(entry, head + 1 + index));
    for (const state of decision.states) items.push({ type: "state", position: headAfter, state: readState(state) });
    const viewerId = "actor" in command ? (command.actor?.userId ?? null) : null;
    return { outcome: outcomeOf(decision, viewerId, items), items, head: headAfter };
  };
}

/** The message as its event carries it, unless it has reactions, whose order depends on who asks. */
function messageOf(items: readonly LogItem[], id: MessageId): Message | undefined {
  for (const item of items) {
    if (item.type === "event" && "message" in item.event && item.event.message.id === id) {
      return item.event.message.reactions.length === 0 ? item.event.message : undefined;
    }
  }
  return undefined;
}

type Granted = Exclude<Answer, { kind: "refused" }>;
type Answered = Extract<Outcome, { kind: "done" }>["answer"];

function found(answer: Answered | undefined): Answered {
  if (answer === null || answer === undefined) throw new Error("The answer is a row that does not exist.");
  return answer;
}
