import type { Message } from "../../server/contract/index.ts";

/** What somebody told a bot to do: `/roll 2d6 for luck`. */
export interface Command {
  /** In lower case: `roll`. */
  readonly name: string;
  /** What follows the name, as it was written: `2d6 for luck`. */
  readonly text: string;
  /** The same, split at white space: `["2d6", "for", "luck"]`. */
  readonly args: readonly string[];
  readonly message: Message;
}

/** The command that a message begins with; null where it is none. */
export function readCommand(message: Message): Command | null {
  const [, name, rest = ""] = /^\/([\p{L}\p{N}_-]+)(?:\s+(.*))?$/su.exec(message.body.trim()) ?? [];
  if (name === undefined) return null;
  const text = rest.trim();
  return { name: name.toLowerCase(), text, args: text === "" ? [] : text.split(/\s+/), message };
}
