import type { HistoryEvent, Message, MessageId, RoomSnapshot, UserId } from "@natter/client";
import { dim, eventLine, messageLines, nameOf, day } from "./format.ts";
import type { People } from "./people.ts";

/** Enough to quote, reply and react to; what is older can still be read further up. */
const maxRemembered = 2000;

/** The room being looked at: turns what happens in it into lines, each once and in order. */
export class RoomView {
  readonly roomId: string;
  readonly title: { name: string | null; topic: string | null };
  readonly #people: People;
  /** Everything up to here has been shown. */
  #shownSeq: number;
  #shownDay = "";
  #olderCursor: string | null;
  readonly #messages = new Map<MessageId, Message>();

  constructor({ room, messages }: RoomSnapshot, people: People) {
    this.roomId = room.id;
    this.title = room;
    this.#people = people;
    this.#shownSeq = room.headSeq;
    this.#olderCursor = messages.nextCursor;
    for (const message of messages.items) this.#remember(message);
  }

  get shownSeq(): number {
    return this.#shownSeq;
  }

  get olderCursor(): string | null {
    return this.#olderCursor;
  }

  /** The messages that came with the room. */
  firstLines(): string[] {
    return [...this.#messages.values()].flatMap((message) => this.#show(message));
  }

  olderLines(items: readonly Message[], nextCursor: string | null): string[] {
    this.#olderCursor = nextCursor;
    for (const message of items) this.#remember(message);
    this.#shownDay = "";
    const lines = items.flatMap((message) => this.#show(message));
    this.#shownDay = "";
    return lines;
  }

  /** The lines for an event of this room; none for one that has been shown already. */
  lines(event: HistoryEvent): string[] {
    if (event.seq <= this.#shownSeq) return [];
    this.#shownSeq = event.seq;
    if (event.kind === "message.sent") {
      this.#remember(event.message);
      return this.#show(event.message);
    }
    const before = this.#about(event);
    if ("message" in event) {
      // Replayed, a message comes as it is now: what it has become since has been shown with it.
      if (before !== undefined && event.message.updatedSeq <= before.updatedSeq) return [];
      this.#remember(event.message);
    }
    if (this.#people.blocked.has(event.actorId) && event.kind !== "member.left") return [];
    const line = eventLine(event, this.#name(event.actorId), before);
    return line === null ? [] : [line];
  }

  /** A message of one's own can be edited as soon as it is stored, before it has been shown. */
  note(message: Message): void {
    if (message.roomId === this.roomId && !this.#messages.has(message.id)) this.#remember(message);
  }

  /** The message that a person means: by its number, or the newest that fits. */
  find(number: number | null, fits: (message: Message) => boolean): Message | undefined {
    const known = [...this.#messages.values()].filter(({ deletedAt }) => deletedAt === null);
    if (number !== null) return known.find(({ seq }) => seq === number);
    return known.filter(fits).sort((a, b) => b.seq - a.seq)[0];
  }

  #about(event: HistoryEvent): Message | undefined {
    if ("message" in event) return this.#messages.get(event.message.id);
    return "messageId" in event ? this.#messages.get(event.messageId) : undefined;
  }

  #remember(message: Message): void {
    this.#people.meet(message.sender);
    this.#messages.set(message.id, message);
    if (this.#messages.size <= maxRemembered) return;
    for (const id of this.#messages.keys()) {
      this.#messages.delete(id);
      return;
    }
  }

  #show(message: Message): string[] {
    const lines = messageLines(message, { isHidden: this.#people.blocked.has(message.sender.id) });
    const today = day(message.createdAt);
    if (today === this.#shownDay) return lines;
    this.#shownDay = today;
    return [dim(`-- ${today}`), ...lines];
  }

  #name(userId: UserId): string {
    const author = this.#people.get(userId);
    return author === undefined ? "somebody" : nameOf(author);
  }
}
