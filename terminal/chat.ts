import type {
  Author,
  Event,
  HistoryEvent,
  Me,
  Membership,
  NatterClient,
  RoomId,
  RoomSnapshot,
  RoomSummary,
} from "@natter/client";
import { explain } from "./explain.ts";
import { dim, labelOf, nameOf, notice, plainName, plural, problem, strong, titleOf } from "./format.ts";
import { Live } from "./live.ts";
import { Outbox } from "./outbox.ts";
import { People } from "./people.ts";
import { ReadMarks } from "./read-marks.ts";
import { RoomView } from "./room-view.ts";
import { Rooms } from "./rooms.ts";
import type { Screen } from "./screen.ts";
import { statusLines } from "./status.ts";
import { excerpt } from "./text.ts";
import { TypingSignal } from "./typing.ts";

/** What a person has typed cannot be done, and why. */
export class Complaint extends Error {
  override name = "Complaint";
}

const historyLength = 20;

/** One person's chat: what they see, and what the commands work on. */
export class Chat {
  readonly client: NatterClient;
  readonly me: Me;
  readonly people = new People();
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  /** Tells the others that somebody is typing here. */
  readonly typing: TypingSignal;
  readonly #screen: Screen;
  readonly #live: Live;
  readonly #readMarks: ReadMarks;
  #view: RoomView | null = null;
  /** A room whose snapshot is on its way, and what has happened in it meanwhile. */
  #opening: { roomId: RoomId; held: HistoryEvent[] } | null = null;
  #wasOpen = true;
  #typingTimer: NodeJS.Timeout | undefined;

  constructor(client: NatterClient, me: Me, screen: Screen) {
    this.client = client;
    this.me = me;
    this.#screen = screen;
    this.people.meet(me);
    this.rooms = new Rooms(me.id);
    this.#readMarks = new ReadMarks(client);
    this.typing = new TypingSignal(client);
    this.outbox = new Outbox(client, {
      changed: () => this.refresh(),
      stored: (message) => this.#view?.note(message),
      refused: (body, refusal) =>
        this.print(problem(`Not sent: "${excerpt(body, 60)}". ${refusal} /retry sends it again.`)),
    });
    this.#live = new Live(client, {
      event: (event) => this.#hear(event),
      presence: ({ users }) => this.people.notePresence(users),
      typing: ({ userId, until }) => this.#changed(() => this.people.noteTyping(userId, until)),
      failed: (error) => this.print(problem(explain(error))),
    });
  }

  /** Shows the newest room and follows what happens. */
  async start(): Promise<void> {
    const lastEventId = await this.rooms.load(this.client);
    for (const { others } of this.rooms.all) this.people.meet(...others);
    for (const { id } of (await this.client.api.user.blocked.query()).items) this.people.blocked.add(id);
    this.#live.follow(lastEventId);
    this.#live.watchPresence();
    this.client.connection.subscribe(() => this.#connectionChanged());
    const [newest] = this.rooms.all;
    if (newest === undefined)
      this.print(notice("You are in no room yet: try /browse, /create or /dm. /help lists everything."));
    else await this.open(newest.id);
    this.refresh();
  }

  /** Resolves when what was read is known to the server, or cannot be. */
  async stop(): Promise<void> {
    await this.#readMarks.settled();
    clearTimeout(this.#typingTimer);
    this.#live.stop();
  }

  print(...lines: string[]): void {
    this.#screen.print(...lines);
  }

  get view(): RoomView | null {
    return this.#view;
  }

  /** The room being looked at, for commands that need one. */
  get room(): { view: RoomView; summary: RoomSummary } {
    const summary = this.#view === null ? undefined : this.rooms.get(this.#view.roomId);
    if (this.#view === null || summary === undefined)
      throw new Complaint("You are looking at no room: /open one, or /join one.");
    return { view: this.#view, summary };
  }

  /** Looks at a room that one is a member of: its newest messages, then what happens. */
  async open(roomId: RoomId): Promise<void> {
    const held: HistoryEvent[] = [];
    this.#opening = { roomId, held };
    try {
      if (this.rooms.get(roomId) === undefined) await this.rooms.load(this.client);
      this.#enter(await this.client.api.room.open.query({ roomId, limit: historyLength }), held);
    } finally {
      this.#opening = null;
      this.refresh();
    }
  }

  /** My rooms as the server lists them, with all that has been looked at here counted as read. */
  async reloadRooms(): Promise<void> {
    await this.#readMarks.settled();
    await this.rooms.load(this.client);
  }

  /** Looks at nothing. */
  close(): void {
    this.#view = null;
    this.people.noOneTypes();
    this.#live.watchTyping(null);
    this.refresh();
  }

  /** Somebody by name. Throws a `Complaint` where there is nobody. */
  async person(name: string): Promise<Author> {
    const found = name === "" ? null : await this.people.find(this.client, name);
    if (found === null)
      throw new Complaint(name === "" ? "Say who: @name." : `There is nobody called ${excerpt(name, 40)}.`);
    return found;
  }

  /** Draws the status anew. */
  refresh(): void {
    clearTimeout(this.#typingTimer);
    const typing = this.people.typing(this.me.id);
    // It ends by itself, without a word.
    if (typing.length > 0) this.#typingTimer = setTimeout(() => this.refresh(), 1000).unref();
    const summary = this.#view === null ? undefined : this.rooms.get(this.#view.roomId);
    this.#screen.setStatus(
      statusLines({
        username: this.me.username,
        room: summary === undefined ? null : labelOf(summary),
        connection: this.client.connection.getSnapshot().name,
        unread: this.rooms.unreadBeside(this.#view?.roomId ?? null),
        typing: typing.map(plainName),
        waiting: this.outbox.waiting,
      }),
    );
  }

  #changed(change: () => void): void {
    change();
    this.refresh();
  }

  #enter(snapshot: RoomSnapshot, held: readonly HistoryEvent[]): void {
    this.people.meet(...snapshot.members.map(({ user }) => user));
    this.people.noOneTypes();
    this.#view = new RoomView(snapshot, this.people);
    this.#live.watchTyping(snapshot.room.id);
    const { room, members } = snapshot;
    const label = labelOf(this.rooms.get(room.id) ?? { ...room, others: [] });
    const title = room.topic === null ? "" : ` ${titleOf({ name: null, topic: room.topic })}`;
    const older = this.#view.olderCursor === null ? "" : ", /older for what came before";
    this.print(
      strong(`== ${label}`) +
        dim(`${title} (${plural(room.memberCount, "person", "people")}${this.#there(members)}${older})`),
      ...this.#view.firstLines(),
      ...held.flatMap((event) => this.#view?.lines(event) ?? []),
    );
    this.#markRead();
  }

  #there(members: readonly Membership[]): string {
    if (!this.people.isPresenceKnown) return "";
    return `, ${members.filter(({ user }) => this.people.statusOf(user.id) !== "offline").length} there`;
  }

  #hear(event: Event): void {
    switch (event.kind) {
      case "ready":
        return;
      case "reset":
        this.print(notice("You were away for long: here is how things stand now."));
        return this.#attempt(() => this.#startOver());
      case "read.moved":
        if (event.userId === this.me.id) this.#changed(() => this.rooms.read(event.roomId, event.readSeq));
        return;
      case "user.updated":
        return this.people.meet(event.user);
      default:
        return this.#changed(() => this.#happened(event));
    }
  }

  #happened(event: HistoryEvent): void {
    if ("membership" in event) this.#membershipChanged(event);
    if ("message" in event) this.people.meet(event.message.sender);
    this.rooms.note(event);
    if (event.roomId === this.#opening?.roomId) this.#opening.held.push(event);
    if (event.roomId !== this.#view?.roomId) return this.#announce(event);
    const lines = this.#view.lines(event);
    if (lines.length > 0) this.print(...lines);
    if (event.kind === "message.sent") this.people.noteTyping(event.actorId, null);
    this.#markRead();
  }

  #membershipChanged(event: Extract<HistoryEvent, { membership: unknown }>): void {
    const { user } = event.membership;
    this.people.meet(user);
    // Whom to watch follows from who is in my rooms.
    if (event.kind === "member.joined") this.#live.watchPresence();
    if (user.id !== this.me.id || event.kind === "member.roleChanged") return;
    if (event.kind === "member.joined") {
      return this.#attempt(async () => void (await this.rooms.load(this.client)));
    }
    const room = this.rooms.get(event.roomId);
    this.rooms.leave(event.roomId);
    if (room !== undefined) this.print(notice(`You are no longer in ${labelOf(room)}.`));
    if (this.#view?.roomId === event.roomId) this.close();
  }

  /** Other rooms only speak up where somebody is meant in person. */
  #announce(event: HistoryEvent): void {
    if (event.kind !== "message.sent" || event.roomId === this.#opening?.roomId) return;
    const { sender, body, mentions } = event.message;
    const room = this.rooms.get(event.roomId);
    const isMeant = room?.type === "direct" || mentions.includes(this.me.id);
    if (room === undefined || !isMeant || sender.id === this.me.id || this.people.blocked.has(sender.id)) return;
    this.print(`${notice(labelOf(room))} ${nameOf(sender)}: ${excerpt(body, 200)}`);
  }

  #markRead(): void {
    const view = this.#view;
    const room = view === null ? undefined : this.rooms.get(view.roomId);
    if (view === null || room === undefined || room.readSeq >= (room.lastMessage?.seq ?? 0)) return;
    this.rooms.read(room.id, view.shownSeq);
    this.#readMarks.note(room.id, view.shownSeq);
  }

  async #startOver(): Promise<void> {
    await this.rooms.load(this.client);
    if (this.#view !== null) await this.open(this.#view.roomId);
  }

  #connectionChanged(): void {
    const { name } = this.client.connection.getSnapshot();
    if (name === "closed") return;
    const isOpen = name === "open";
    if (isOpen !== this.#wasOpen)
      this.print(notice(isOpen ? "connected again" : "the connection is lost; trying again ..."));
    this.#wasOpen = isOpen;
    this.refresh();
  }

  #attempt(work: () => Promise<void>): void {
    work().then(
      () => this.refresh(),
      (error: unknown) => this.print(problem(explain(error))),
    );
  }
}
