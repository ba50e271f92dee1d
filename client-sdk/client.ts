import { createTRPCClient, splitLink, type TRPCClient } from "@trpc/client";
import type { JsonObject, Me, Message, MessageId, RoomId } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { Calls } from "./calls.ts";
import { ChatKeeper, type Chat } from "./chat.ts";
import { newClientId } from "./client-id.ts";
import { Connection } from "./connection.ts";
import { defaultHeartbeat, type HeartbeatTiming } from "./heartbeat.ts";
import { isOverHttp, overHttp } from "./http.ts";
import { overSocket } from "./link.ts";
import { onNetworkChange } from "./network.ts";
import type { Observed } from "./observed.ts";
import { indexedDbOutbox } from "./outbox/indexed-db.ts";
import { memoryOutbox, type OutboxStorage } from "./outbox/storage.ts";
import { SessionKeeper, type SessionState, type SignInInput, type SignUpInput } from "./session.ts";
import type { SocketConstructor } from "./socket.ts";
import { memoryStorage, type SessionStorage } from "./storage.ts";
import type { ConnectionState } from "./transition.ts";

export interface NatterClientOptions {
  /** Where the server is, as a browser would open it: `https://chat.example.com`. */
  url: string | URL;
  /** Where the session outlives the program. Default: nowhere. */
  storage?: SessionStorage;
  /** In browsers: keeps the refresh token as an HttpOnly cookie, out of reach of scripts, instead of in `storage`. */
  cookie?: boolean;
  /** A bot's token, instead of signing in. */
  token?: string;
  /** Where messages wait that are not stored yet. Default: IndexedDB in browsers, memory elsewhere. */
  outbox?: OutboxStorage;
  /** How long a call may take, all attempts together, in milliseconds. Default 15,000; `within` sets it for one call. */
  deadlineMs?: number;
  /** Default: the runtime's own. Node 20 has none: give it that of the package `ws`. */
  WebSocket?: SocketConstructor;
  /** Default: the runtime's own. */
  fetch?: typeof fetch;
}

export interface SendInput {
  roomId: RoomId;
  body: string;
  replyToId?: MessageId | null;
  data?: JsonObject | null;
  /** Default: a new one. Give your own to repeat a send whose outcome you do not know, at any later time. */
  clientId?: string;
}

/** One person's (or bot's) connection to one server. */
export interface NatterClient extends Chat, AsyncDisposable {
  /**
   * Every procedure of the server, typed. Each call has a deadline and fails with a `NatterError` only. A call whose
   * answer was lost is sent again, in order, until its deadline; a subscription goes on where it was cut.
   * To sign in and out, use the methods below instead of `api.auth`: only they keep the session.
   */
  readonly api: TRPCClient<AppRouter>;
  /** Whether somebody is signed in. */
  readonly session: Observed<SessionState>;
  /** How the connection is. It opens by itself when it is first needed, and again whenever it breaks. */
  readonly connection: Observed<ConnectionState>;
  /** Makes an account and signs in. Not repeated: after `outcome: "unknown"`, try to sign in. */
  signUp(input: SignUpInput): Promise<Me>;
  signIn(input: SignInInput): Promise<Me>;
  /** Ends the session. Rejects if the server could not be told; here it is over in any case. */
  signOut(): Promise<void>;
  /** Ends all sessions of this person, this one included. */
  signOutEverywhere(): Promise<void>;
  /** Sends a message; however often the connection breaks, it is stored once. Sends are stored in the order made. */
  send(message: SendInput): Promise<Message>;
  /** Opens the connection now rather than with the first call. */
  connect(): void;
  /** Ends everything: calls under way fail with `closed`. Resolves when nothing is open any more. */
  close(): Promise<void>;
}

/** What a test may want to hold. */
export interface Environment {
  /** In [0, 1). */
  random: () => number;
  heartbeat: HeartbeatTiming;
}

/** Makes a client. Nothing is sent before it is needed, except in cookie mode: there it asks who is signed in. */
export function createNatterClient(options: NatterClientOptions): NatterClient {
  return createClient(options, { random: Math.random, heartbeat: defaultHeartbeat });
}

/** As `createNatterClient`, in a given environment. */
export function createClient(options: NatterClientOptions, { random, heartbeat }: Environment): NatterClient {
  const { cookie = false, deadlineMs = 15_000, WebSocket = globalThis.WebSocket, fetch = globalThis.fetch } = options;
  if (WebSocket === undefined) {
    throw new TypeError(
      "This runtime has no WebSocket. Pass one: createNatterClient({ url, WebSocket }), from the package ws.",
    );
  }
  const addresses = addressesOf(options.url);
  const closing = new AbortController();

  const http = overHttp({
    url: addresses.http,
    // Called without an object: browsers refuse a `fetch` that is called as a method of another one.
    fetch: (input, init) => fetch(input, init),
    cookie,
    deadlineMs,
    token: () => session.current(),
    closing: closing.signal,
  });
  const { auth } = createTRPCClient<AppRouter>({ links: [http] });
  const session = new SessionKeeper({ auth, storage: storageFor(options), cookie, random });
  const connection: Connection = new Connection({
    url: addresses.socket,
    WebSocket,
    credentials: session,
    traffic: () => calls,
    random,
    heartbeat,
  });
  const calls = new Calls(connection, random);
  const socket = overSocket(calls, connection, deadlineMs);
  const api = createTRPCClient<AppRouter>({ links: [splitLink({ condition: isOverHttp, true: http, false: socket })] });

  session.subscribe(() => {
    const { status } = session.getSnapshot();
    if (status !== "restoring") connection.dispatch({ type: status });
  });
  connection.subscribe(() => session.keepFresh(connection.isOpen));
  const chat = new ChatKeeper({ api, session, connection, outbox: outboxFor(options, addresses.http), deadlineMs });
  const unwatch = onNetworkChange(() => connection.networkChanged());
  if (cookie) connection.want();

  const close = async () => {
    unwatch();
    closing.abort();
    chat.close();
    await connection.close();
  };
  return {
    ...chat.chat,
    api,
    session: { getSnapshot: session.getSnapshot, subscribe: session.subscribe },
    connection: { getSnapshot: connection.getSnapshot, subscribe: connection.subscribe },
    signUp: (input) => session.signUp(input),
    signIn: (input) => session.signIn(input),
    signOut: () => {
      chat.signingOut();
      return session.signOut();
    },
    signOutEverywhere: () => {
      chat.signingOut();
      return session.signOutEverywhere();
    },
    send: (message) => api.message.send.mutate({ ...message, clientId: message.clientId ?? newClientId() }),
    connect: () => void connection.want(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function addressesOf(url: string | URL): { http: string; socket: string } {
  const http = new URL(url, globalThis.location?.href);
  http.pathname = `${http.pathname.replace(/\/$/, "")}/trpc`;
  http.search = "";
  http.hash = "";
  const socket = new URL(http);
  socket.protocol = http.protocol === "https:" ? "wss:" : "ws:";
  socket.search = "?connectionParams=1";
  return { http: http.href, socket: socket.href };
}

function storageFor({ cookie, token, storage }: NatterClientOptions): SessionStorage {
  if (token !== undefined) {
    return memoryStorage({ sessionId: null, accessToken: token, accessExpiresAt: Infinity, refreshToken: null });
  }
  return cookie === true || storage === undefined ? memoryStorage() : storage;
}

/** A bot has no page to be reloaded. */
function outboxFor({ outbox, token }: NatterClientOptions, address: string): OutboxStorage {
  if (outbox !== undefined) return outbox;
  const isInBrowser = typeof indexedDB !== "undefined" && token === undefined;
  return isInBrowser ? indexedDbOutbox(`natter ${address}`) : memoryOutbox();
}
