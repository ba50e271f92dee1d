import type { TRPCClient } from "@trpc/client";
import type { Author, Me, UserId } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { within } from "./deadline.ts";
import { isNatterError, NatterError } from "./errors.ts";
import { insist } from "./insist.ts";
import { Derived, type Observed } from "./observed.ts";
import type { OutboxStorage } from "./outbox/storage.ts";
import { People } from "./people.ts";
import type { PeoplePresence } from "./presence/people-presence.ts";
import { PresenceStore } from "./presence/presence.ts";
import type { ListRead } from "./rooms/my-rooms.ts";
import type { RoomList, Rooms } from "./rooms/room-list.ts";
import type { SessionState } from "./session.ts";
import { SignedIn } from "./signed-in.ts";
import type { OpenRoom } from "./timeline/open-room.ts";
import type { ConnectionState } from "./transition.ts";

/** What a client knows of the chat, and keeps current. It begins when any of it is first subscribed to or used. */
export interface Chat {
  /** Who is signed in; null until that is known, and after signing out. */
  readonly me: Observed<Me | null>;
  /** The people met so far, by id, as they are now; the latest 5,000. */
  readonly people: Observed<ReadonlyMap<UserId, Author>>;
  /** Whom I have blocked. */
  readonly blocked: Observed<ReadonlySet<UserId>>;
  /** Shown at once; undone where it rejects. */
  block(userId: UserId): Promise<void>;
  /** Shown at once; undone where it rejects. */
  unblock(userId: UserId): Promise<void>;
  readonly rooms: Rooms;
  readonly presence: PeoplePresence;
}

export interface ChatParts {
  readonly api: TRPCClient<AppRouter>;
  readonly session: Observed<SessionState>;
  readonly connection: Observed<ConnectionState>;
  readonly outbox: OutboxStorage;
  readonly deadlineMs: number;
}

const nothing: RoomList = { status: "loading", error: null, rooms: [], unread: 0, mentions: 0 };
const nobody: ReadonlySet<UserId> = new Set();

/** The chat of whoever is signed in, one person after the other. */
export class ChatKeeper {
  readonly #parts: ChatParts;
  readonly #people = new People();
  readonly #presence: PresenceStore;
  readonly #me = new Derived<Me | null>(() => this.#signedIn?.me ?? null);
  readonly #rooms = new Derived<RoomList>(() => this.#signedIn?.rooms.snapshot() ?? this.#nothing);
  readonly #blocked = new Derived<ReadonlySet<UserId>>(() => this.#signedIn?.blocks.current ?? nobody);
  #signedIn: SignedIn | null = null;
  #nothing = nothing;
  /** Begins with the session, and aborts with it. */
  #session: AbortController | null = null;
  #isWanted = false;
  #isClosed = false;
  #forget = false;
  readonly #waiting = new Set<() => void>();

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#presence = new PresenceStore(parts.api, () => this.#want());
    parts.session.subscribe(() => this.#look());
  }

  /** As the app sees it. */
  get chat(): Chat {
    return {
      me: this.#wanting(this.#me),
      people: this.#wanting(this.#people),
      blocked: this.#wanting(this.#blocked),
      block: async (userId) => (await this.#present()).blocks.set(userId, true),
      unblock: async (userId) => (await this.#present()).blocks.set(userId, false),
      rooms: { ...this.#wanting(this.#rooms), open: (roomId) => this.#open(roomId) },
      presence: {
        getSnapshot: this.#presence.getSnapshot,
        subscribe: this.#presence.subscribe,
        watch: (userIds) => this.#presence.watch(userIds),
        set: (status) => this.#presence.set(status),
      },
    };
  }

  /** What waits to be sent is to be forgotten when the session ends. */
  signingOut(): void {
    this.#forget = true;
  }

  close(): void {
    this.#isClosed = true;
    this.#look();
  }

  #wanting<T>({ getSnapshot, subscribe }: Observed<T>): Observed<T> {
    return {
      getSnapshot,
      subscribe: (listener) => {
        this.#want();
        return subscribe(listener);
      },
    };
  }

  #want(): void {
    this.#isWanted = true;
    this.#look();
  }

  /** Begins or ends, as the session says. */
  #look(): void {
    const isOn = this.#isWanted && !this.#isClosed && this.#parts.session.getSnapshot().status === "signed-in";
    if (isOn && this.#session === null) this.#begin();
    if (!isOn && this.#session !== null) this.#end(this.#session);
    this.#wake();
  }

  #begin(): void {
    const session = new AbortController();
    const { api } = this.#parts;
    this.#session = session;
    this.#forget = false;
    const read = () =>
      Promise.all([api.user.me.query(undefined, within(Infinity)), api.room.list.query(undefined, within(Infinity))]);
    const failed = (error: NatterError) => this.#failed(error);
    insist(read, session.signal, failed).then(
      ([me, list]) => {
        if (!session.signal.aborted) this.#start(me, list);
      },
      (error: unknown) => {
        if (!session.signal.aborted && isNatterError(error)) this.#failed(error);
      },
    );
  }

  #failed(error: NatterError): void {
    this.#nothing = { ...nothing, status: "failed", error };
    this.#rooms.changed();
  }

  #start(me: Me, list: ListRead): void {
    const { api, connection, outbox } = this.#parts;
    this.#people.meet([me]);
    this.#signedIn = new SignedIn({
      ...{ api, me, outbox, people: this.#people },
      isConnected: () => connection.getSnapshot().name === "open",
      changed: {
        me: () => this.#me.changed(),
        rooms: () => this.#rooms.changed(),
        blocked: () => this.#blocked.changed(),
      },
      peersChanged: () => this.#presence.peersChanged(),
    });
    this.#signedIn.start(list);
    this.#presence.begin();
    this.#changed();
  }

  #end(session: AbortController): void {
    this.#session = null;
    session.abort();
    this.#presence.end();
    this.#signedIn?.end(this.#forget);
    this.#signedIn = null;
    this.#nothing = nothing;
    this.#people.forgetAll();
    this.#changed();
  }

  #changed(): void {
    this.#me.changed();
    this.#rooms.changed();
    this.#blocked.changed();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #open(roomId: string): Promise<OpenRoom> {
    const late = this.#deadline();
    try {
      const signedIn = await Promise.race([this.#present(), late.passed]);
      const opening = signedIn.openRooms.open(roomId);
      late.passed.catch(() => opening.then((room) => room.close())).catch(() => {});
      return await Promise.race([opening, late.passed]);
    } finally {
      late.stop();
    }
  }

  /** Resolves when it is known who is signed in; rejects where nobody is. */
  async #present(): Promise<SignedIn> {
    this.#want();
    while (this.#signedIn === null) {
      const state = this.#parts.session.getSnapshot();
      if (this.#isClosed) throw new NatterError("closed");
      if (state.status === "signed-out") throw new NatterError(state.reason ?? "not_signed_in");
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    return this.#signedIn;
  }

  #deadline(): { passed: Promise<never>; stop: () => void } {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const passed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NatterError("unreachable")), this.#parts.deadlineMs);
    });
    return { passed, stop: () => clearTimeout(timer) };
  }
}
