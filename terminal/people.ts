import type { Author, NatterClient, Presence, UserId } from "@natter/client";

/** Who is who, who is there, and who is typing: whatever has been heard of people so far. */
export class People {
  readonly #byId = new Map<UserId, Author>();
  readonly #presence = new Map<UserId, Presence>();
  readonly #typingUntil = new Map<UserId, number>();
  readonly blocked = new Set<UserId>();

  meet(...authors: Author[]): void {
    for (const author of authors) this.#byId.set(author.id, author);
  }

  get(userId: UserId): Author | undefined {
    return this.#byId.get(userId);
  }

  get usernames(): string[] {
    return [...this.#byId.values()].map(({ username }) => username);
  }

  /** By username, with or without its @: someone heard of, else whoever the server knows. Null: nobody. */
  async find(client: NatterClient, name: string): Promise<Author | null> {
    const wanted = name.replace(/^@/, "").toLowerCase();
    const isWanted = ({ username }: Author) => username.toLowerCase() === wanted;
    const known = [...this.#byId.values()].find(isWanted);
    if (known !== undefined) return known;
    const { items } = await client.api.user.list.query({ query: wanted, limit: 200 });
    this.meet(...items);
    return items.find(isWanted) ?? null;
  }

  get isPresenceKnown(): boolean {
    return this.#presence.size > 0;
  }

  notePresence(users: readonly Presence[]): void {
    for (const presence of users) this.#presence.set(presence.userId, presence);
  }

  statusOf(userId: UserId): Presence["status"] {
    return this.#presence.get(userId)?.status ?? "offline";
  }

  noteTyping(userId: UserId, until: Date | null): void {
    if (until === null) this.#typingUntil.delete(userId);
    else this.#typingUntil.set(userId, until.getTime());
  }

  noOneTypes(): void {
    this.#typingUntil.clear();
  }

  typing(except: UserId): Author[] {
    const now = Date.now();
    return [...this.#typingUntil].flatMap(([userId, until]) => {
      const author = this.#byId.get(userId);
      return until > now && userId !== except && author !== undefined ? [author] : [];
    });
  }
}
