import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  wsLink,
  type TRPCClient,
  type TRPCWebSocketClient,
} from "@trpc/client";
import superjson from "superjson";
import { WebSocket } from "ws";
import type { ErrorData, Event, HistoryEvent, Me, Message, RoomId, Session } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { FetchEventSource } from "./event-source.ts";
import { Inbox } from "./inbox.ts";

export const password = "correct horse battery staple";

/** A person with a *stock* tRPC client over one WebSocket: nothing of our SDK. */
export interface Person {
  me: Me;
  session: Session;
  api: TRPCClient<AppRouter>;
  socket: TRPCWebSocketClient;
  /** Opens another socket of the same session. */
  connect(): { api: TRPCClient<AppRouter>; socket: TRPCWebSocketClient };
  [Symbol.asyncDispose](): Promise<void>;
}

/** A client over HTTP; without a token: nobody. */
export function httpClient(url: string, token?: string): TRPCClient<AppRouter> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers, transformer: superjson })],
  });
}

/** Over HTTP too, with subscriptions as server-sent events. */
export function sseClient(url: string, token: string): TRPCClient<AppRouter> {
  const headers = { authorization: `Bearer ${token}` };
  const at = { url: `${url}/trpc`, transformer: superjson };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ ...at, EventSource: FetchEventSource, eventSourceOptions: { headers } }),
        false: httpBatchLink({ ...at, headers }),
      }),
    ],
  });
}

/** Creates an account and connects. The name must be new to the server. */
export async function signUp(url: string, username: string): Promise<Person> {
  const { user: me, session } = await httpClient(url).auth.register.mutate({ username, password });
  return connectAs(url, me, session);
}

export async function signIn(url: string, login: string): Promise<Person> {
  const { user: me, session } = await httpClient(url).auth.login.mutate({ login, password });
  return connectAs(url, me, session);
}

/** Over a WebSocket; without a token: nobody. */
export function socketClient(url: string, token?: string): { api: TRPCClient<AppRouter>; socket: TRPCWebSocketClient } {
  const socket = createWSClient({
    url: `${url.replace("http", "ws")}/trpc`,
    connectionParams: token === undefined ? null : () => ({ token }),
    // Node's types and ws's differ in the events that nobody here uses.
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 50,
  });
  return { socket, api: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] }) };
}

export function connectAs(url: string, me: Me, session: Session): Person {
  const open: TRPCWebSocketClient[] = [];
  const connect = () => {
    const client = socketClient(url, session.accessToken);
    open.push(client.socket);
    return client;
  };
  const { api, socket } = connect();
  return {
    me,
    session,
    api,
    socket,
    connect,
    [Symbol.asyncDispose]: async () => {
      for (const client of open) await client.close();
    },
  };
}

/** The member of the union that a kind belongs to. */
type EventOfKind<K extends Event["kind"], E extends Event = Event> = E extends unknown
  ? K extends E["kind"]
    ? E
    : never
  : never;

/** Sends a message with a clientId of its own. */
export function say(person: Pick<Person, "api">, roomId: RoomId, body: string): Promise<Message> {
  return person.api.message.send.mutate({ roomId, clientId: crypto.randomUUID(), body });
}

/** Everything that a client is told about a failure; rejects where the call was answered. */
export async function refusalOf(call: Promise<unknown>): Promise<ErrorData & { message: string }> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`it was answered: ${JSON.stringify(outcome.value)}`);
  return asRefusal(outcome.error);
}

/** The same of an error at hand, a subscription's for example. */
export function asRefusal(error: unknown): ErrorData & { message: string } {
  if (!(error instanceof TRPCClientError)) throw error;
  return { ...(error.data as ErrorData), message: error.message };
}

/** Listens to everything that a person may see, and remembers it in order. */
export class Listener implements Disposable {
  readonly #inbox = new Inbox<{ id: string; event: Event }>();
  readonly #subscription: { unsubscribe(): void };

  constructor(api: TRPCClient<AppRouter>, from: { lastEventId?: string; maxReplay?: number; roomId?: string } = {}) {
    const { roomId, ...resume } = from;
    const handlers = {
      onData: (item: { id: string; data: Event }) => this.#inbox.put({ id: item.id, event: item.data }),
      onError: (error: unknown) => this.#inbox.fail(error),
      onComplete: () => this.#inbox.end(),
    };
    this.#subscription =
      roomId === undefined
        ? api.sync.onEvent.subscribe(resume, handlers)
        : api.room.onEvent.subscribe({ roomId, ...resume }, handlers);
  }

  get seen(): { id: string; event: Event }[] {
    return this.#inbox.items;
  }

  get error(): unknown {
    return this.#inbox.error;
  }

  get ended(): boolean {
    return this.#inbox.ended;
  }

  get events(): Event[] {
    return this.seen.map((item) => item.event);
  }

  /** The numbered events, of one room or of all. */
  history(roomId?: RoomId): HistoryEvent[] {
    const numbered = this.events.filter((event): event is HistoryEvent => "seq" in event);
    return roomId === undefined ? numbered : numbered.filter((event) => event.roomId === roomId);
  }

  get lastEventId(): string | undefined {
    return this.seen.at(-1)?.id;
  }

  ofKind<K extends Event["kind"]>(kind: K): EventOfKind<K>[] {
    return this.events.filter((event): event is EventOfKind<K> => event.kind === kind);
  }

  /** Resolves when `condition` holds; rejects after `deadlineMs` with what was seen. */
  until(condition: (events: Event[]) => boolean, deadlineMs?: number): Promise<void> {
    return this.#inbox.until(
      () => condition(this.events),
      () => this.events.map(({ kind }) => kind),
      deadlineMs,
    );
  }

  /** Resolves when the event with this seq of the room has come. */
  reaches(roomId: RoomId, seq: number): Promise<void> {
    return this.until(() => (this.history(roomId).at(-1)?.seq ?? 0) >= seq);
  }

  /** Resolves with the stream at the head: its first item has come. */
  async ready(): Promise<this> {
    await this.until((events) => events.length > 0);
    return this;
  }

  /** Resolves when the server has ended it, or refused it. */
  over(): Promise<void> {
    return this.#inbox.until(
      () => this.ended || this.error !== null,
      () => this.events.map(({ kind }) => kind),
    );
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
