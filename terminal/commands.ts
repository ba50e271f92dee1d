import { Complaint, type Chat } from "./chat.ts";
import type { Command } from "./command.ts";
import { explain } from "./explain.ts";
import { dim, problem } from "./format.ts";
import { messageCommands } from "./message-commands.ts";
import { peopleCommands } from "./people-commands.ts";
import { roomCommands } from "./room-commands.ts";

/** What the chat itself must do. */
export interface Session {
  quit(): void;
  /** Ends the session on the server too, and forgets it. */
  signOut(): Promise<void>;
}

/** Carries out what was typed: a command, or a message to the room. What goes wrong is printed. */
export class Interpreter {
  readonly #chat: Chat;
  readonly #commands: ReadonlyMap<string, Command>;

  constructor(chat: Chat, session: Session) {
    this.#chat = chat;
    const all = [...roomCommands, ...messageCommands, ...peopleCommands, ...this.#ownCommands(session)];
    this.#commands = new Map(all.map((command) => [nameIn(command.usage), command]));
  }

  get names(): string[] {
    return [...this.#commands.keys()];
  }

  async run(line: string): Promise<void> {
    try {
      await this.#carryOut(line.trim());
    } catch (error) {
      this.#chat.print(problem(explain(error)));
    }
  }

  async #carryOut(line: string): Promise<void> {
    if (line === "") return;
    // Two slashes: a message that begins with one.
    if (!line.startsWith("/") || line.startsWith("//")) return this.#say(line.replace(/^\/\//, "/"));
    const [, name = "", rest = ""] = /^\/(\S*)\s*([^]*)$/.exec(line) ?? [];
    await this.#command(name.toLowerCase()).run(this.#chat, rest);
  }

  #say(body: string): void {
    this.#chat.outbox.send({ roomId: this.#chat.room.view.roomId, body });
  }

  /** By its name or its beginning, as long as that means one command. */
  #command(name: string): Command {
    const exact = this.#commands.get(name);
    if (exact !== undefined) return exact;
    const meant = name === "" ? [] : this.names.filter((other) => other.startsWith(name));
    const [only] = meant;
    const command = only !== undefined && meant.length === 1 ? this.#commands.get(only) : undefined;
    if (command !== undefined) return command;
    const hint =
      meant.length > 1 ? `Do you mean ${meant.map((other) => `/${other}`).join(" or ")}?` : "/help lists them.";
    throw new Complaint(`There is no command /${name}. ${hint}`);
  }

  #ownCommands({ quit, signOut }: Session): Command[] {
    return [
      { usage: "help", help: "this list", run: (chat) => chat.print(...this.#help()) },
      { usage: "logout", help: "end this session and forget it", run: signOut },
      { usage: "quit", help: "leave; Ctrl-D does the same", run: quit },
    ];
  }

  #help(): string[] {
    const width = Math.max(...[...this.#commands.values()].map(({ usage }) => usage.length));
    return [
      "What begins with / is a command, everything else a message to the room. Tab completes commands, rooms and names.",
      "Messages are named by their number (#12); without one the latest that fits is meant.",
      ...[...this.#commands.values()].map(({ usage, help }) => `  /${usage.padEnd(width)}  ${dim(help)}`),
    ];
  }
}

function nameIn(usage: string): string {
  return usage.split(" ")[0] ?? usage;
}
