import type { Logger } from "pino";
import type { Command, CommandKind, CommandOf } from "../domain/commands.ts";
import type { AnswerOf, Outcome } from "../domain/decision.ts";
import type { Audit } from "../services.ts";
import { done, refused, type Act } from "./acts.ts";

/** So many failed sign-ins have a line of their own; what else fails within the time is counted and summed up in one. */
const linesAtOnce = 100;
const sumUpMs = 10_000;

/**
 * The audit log: a line for each act that matters for security or moderation, whatever the level of the log (but none
 * in one that is silent). `actor`: who did it, by id; `operator` is whoever runs the server, null nobody known.
 */
export function createAudit(log: Logger): Audit {
  const lines = log.child({ log: "audit" }, log.level === "silent" ? {} : { level: "info" });
  const write = (actor: string | null, act: Act, address: string) =>
    lines.info({ actor, ...act, ...(address !== "" && { address }) }, "audit");
  const mayLog = boundedBy((count) => lines.info({ count }, "more sign-ins refused"));

  return {
    witness(command, address) {
      if (done[command.kind] === null && refused[command.kind] === undefined) return undefined;
      return (outcome) => {
        const act = actOf(command.kind, command, outcome);
        if (act !== null && (outcome.kind === "done" || mayLog())) write(actorOf(command, outcome), act, address);
      };
    },
    refused(act, { userId, address }) {
      if (mayLog()) write(act === "password.refused" ? userId : null, { act, userId }, address);
    },
  };
}

function actOf<K extends CommandKind>(kind: K, command: CommandOf<K>, outcome: Outcome): Act | null {
  switch (outcome.kind) {
    case "done":
      // The answer is that of the command's kind.
      return outcome.changed ? (done[kind]?.(command, outcome.answer as AnswerOf<K>) ?? null) : null;
    case "refused":
      return refused[kind]?.(command, outcome.refusal) ?? null;
    case "failed":
      return null;
  }
}

/**
 * Who has just made an account, or proved that it is theirs, is its owner; who has failed to is nobody known. What has
 * no actor besides is done by whoever runs the server.
 */
function actorOf(command: Command, { kind }: Outcome): string | null {
  switch (command.kind) {
    case "account.register":
    case "session.open":
      return kind === "done" ? command.userId : null;
    case "session.refresh":
      return null;
    default:
      return ("actor" in command ? command.actor?.userId : undefined) ?? "operator";
  }
}

/** Says whether one more may be written. Who guesses names by the thousand must not fill the disk. */
function boundedBy(sumUp: (unlogged: number) => void): () => boolean {
  let count = 0;
  return () => {
    if (count === 0) {
      const end = () => {
        if (count > linesAtOnce) sumUp(count - linesAtOnce);
        count = 0;
      };
      setTimeout(end, sumUpMs).unref();
    }
    count += 1;
    return count <= linesAtOnce;
  };
}
