import type { TRPCClient } from "@trpc/client";
import type { Author, Event, Message, RoomSnapshot, RoomSummary, UserId } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { Derived } from "./observed.ts";
import { authorOf } from "./timeline/message.ts";

/** So many are remembered; whoever has not been met for longest is forgotten first. */
const most = 5_000;

/** Everyone met so far, as they were last seen. */
export class People {
  /** The latest met last. */
  readonly #byId = new Map<UserId, Author>();
  readonly #asked = new Set<UserId>();
  readonly #state = new Derived<ReadonlyMap<UserId, Author>>(() => new Map(this.#byId));
  readonly getSnapshot = this.#state.getSnapshot;
  readonly subscribe = this.#state.subscribe;

  get(userId: UserId): Author | undefined {
    return this.#byId.get(userId);
  }

  meet(people: Iterable<Author>): void {
    for (const person of people) this.#meet(person);
  }

  /** Those whom an event names. */
  hear(event: Event): void {
    if (event.kind === "user.updated") this.#meet(event.user);
    else if ("message" in event) this.meet(inMessage(event.message));
    else if ("membership" in event) this.#meet(event.membership.user);
  }

  meetListed(rooms: readonly RoomSummary[]): void {
    for (const { others, lastMessage } of rooms) {
      this.meet(others);
      if (lastMessage !== null) this.meet(inMessage(lastMessage));
    }
  }

  meetIn({ members, messages }: Pick<RoomSnapshot, "members" | "messages">): void {
    this.meet(members.map(({ user }) => user));
    this.meetSenders(messages.items);
  }

  meetSenders(messages: readonly Message[]): void {
    for (const message of messages) this.meet(inMessage(message));
  }

  /** Asks who that is, if nobody has been met by this id. `found` is called when it is known. */
  lookUp(api: TRPCClient<AppRouter>, userId: UserId, found: () => void): void {
    if (this.#byId.has(userId) || this.#asked.has(userId)) return;
    this.#asked.add(userId);
    api.user.get
      .query({ userId })
      .then((user) => {
        this.#meet(user);
        found();
      })
      .catch(() => {})
      .finally(() => this.#asked.delete(userId));
  }

  forgetAll(): void {
    this.#byId.clear();
    this.#state.changed();
  }

  #meet(person: Author): void {
    const known = this.#byId.get(person.id);
    if (known !== undefined && isSame(known, person)) return;
    this.#byId.delete(person.id);
    this.#byId.set(person.id, authorOf(person));
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > most && oldest !== undefined) this.#byId.delete(oldest);
    this.#state.changed();
  }
}

function inMessage({ sender, replyTo }: Message): Author[] {
  return replyTo === null ? [sender] : [sender, replyTo.sender];
}

function isSame(one: Author, other: Author): boolean {
  return (
    one.username === other.username &&
    one.displayName === other.displayName &&
    one.kind === other.kind &&
    one.avatarUrl === other.avatarUrl
  );
}
