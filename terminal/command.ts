import type { Chat } from "./chat.ts";

/** Something that a person can type behind a slash. */
export interface Command {
  /** As it is typed, with what it takes: `join <room>`. */
  usage: string;
  help: string;
  /** Throws a `Complaint`, or what the server refused it with. */
  run(chat: Chat, rest: string): Promise<void> | void;
}
