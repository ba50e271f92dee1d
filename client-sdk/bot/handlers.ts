import type { Event, Message, MessageEvent } from "../../server/contract/index.ts";
import { readCommand, type Command } from "./command.ts";
import type { BotContext, RoomContext } from "./context.ts";

/** The event of a kind. */
export type EventOfKind<K extends Event["kind"], E extends Event = Event> = E extends unknown
  ? K extends E["kind"]
    ? E
    : never
  : never;

/** Events of a room can be replied to. */
export type ContextOf<K extends Event["kind"]> = EventOfKind<K> extends { roomId: string } ? RoomContext : BotContext;

export type Handler<K extends Event["kind"]> = (event: EventOfKind<K>, context: ContextOf<K>) => Promise<void> | void;
export type MessageHandler = (message: Message, context: RoomContext) => Promise<void> | void;
export type CommandHandler = (command: Command, context: RoomContext) => Promise<void> | void;

/** Something to be done about an event. `name`: the same in every run of the program. */
export interface Task {
  name: string;
  run(context: RoomContext): Promise<void> | void;
}

/** What a bot does about which events. */
export class Handlers {
  readonly #handlers: ((event: Event) => Task | null)[] = [];

  on<K extends Event["kind"]>(kind: K, handler: Handler<K>): void {
    this.#add(kind, (event) => {
      if (event.kind !== kind) return null;
      return (context) => handler(event as EventOfKind<K>, context);
    });
  }

  onMessage(handler: MessageHandler): void {
    this.#add("message", (event) => {
      const message = newMessage(event);
      return message === null ? null : (context) => handler(message, context);
    });
  }

  command(name: string, handler: CommandHandler): void {
    this.#add(`/${name.toLowerCase()}`, (event) => {
      const message = newMessage(event);
      const command = message === null ? null : readCommand(message);
      return command?.name === name.toLowerCase() ? (context) => handler(command, context) : null;
    });
  }

  /** What is to be done about the event, in the order in which the handlers were given. */
  tasksFor(event: Event): Task[] {
    return this.#handlers.map((find) => find(event)).filter((task) => task !== null);
  }

  #add(about: string, find: (event: Event) => Task["run"] | null): void {
    const name = `${about} ${this.#handlers.length}`;
    this.#handlers.push((event) => {
      const run = find(event);
      return run === null ? null : { name, run };
    });
  }
}

/** What a person has just written. Bots that answered each other would never end. */
function newMessage(event: Event): Message | null {
  if (event.kind !== "message.sent") return null;
  const { message }: MessageEvent = event;
  return message.sender.kind === "bot" || message.deletedAt !== null ? null : message;
}
