import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  wsLink,
  type TRPCClient,
  type TRPCWebSocketClient,
} from "@trpc/client";
import superjson from "superjson";
import { WebSocket } from "ws";
import type { Event, Me, Session } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

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

/** Listens to everything that a person may see, and remembers it in order. */
export class Listener {
  readonly seen: { id: string; event: Event }[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #subscription: { unsubscribe(): void };
  error: unknown = null;
  ended = false;

  constructor(api: TRPCClient<AppRouter>, from: { lastEventId?: string; maxReplay?: number; roomId?: string } = {}) {
    const { roomId, ...resume } = from;
    const handlers = {
      onData: (item: { id: string; data: Event }) => this.#note(() => this.seen.push({ id: item.id, event: item.data })),
      onError: (error: unknown) => this.#note(() => (this.error = error)),
      onComplete: () => this.#note(() => (this.ended = true)),
    };
    this.#subscription =
      roomId === undefined ? api.sync.onEvent.subscribe(resume, handlers) : api.room.onEvent.subscribe({ roomId, ...resume }, handlers);
  }

  get events(): Event[] {
    return this.seen.map((item) => item.event);
  }

  get lastEventId(): string | undefined {
    return this.seen.at(-1)?.id;
  }

  ofKind<K extends Event["kind"]>(kind: K): EventOfKind<K>[] {
    return this.events.filter((event): event is EventOfKind<K> => event.kind === kind);
  }

  /** Resolves when `condition` holds; rejects after `deadlineMs` with what was seen. */
  async until(condition: (events: Event[]) => boolean, deadlineMs = 10_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!condition(this.events)) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`never came; seen: ${JSON.stringify(this.events.map((event) => event.kind))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, left);
        const waiting = this.#waiting;
        function wake() {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        }
        waiting.add(wake);
      });
    }
  }

  /** Resolves with the stream at the head: its first item has come. */
  async ready(): Promise<this> {
    await this.until((events) => events.length > 0);
    return this;
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  #note(change: () => void): void {
    change();
    for (const wake of this.#waiting) wake();
  }
}
