import type { Me, Room, SessionId } from "../../server/contract/index.ts";
import { createNatterClient, type NatterClient, type NatterClientOptions } from "../client.ts";
import { isNatterError } from "../errors.ts";
import type { StartTestServer, TestClock, TestServer, TestServerOptions } from "./server.ts";

/** Everybody's password. */
export const testPassword = "correct horse battery staple";

export interface TestChatOptions extends TestServerOptions {
  /** Default: the one of the package `natter`, which is to be installed beside this one. */
  startServer?: StartTestServer;
}

/** What a network can do. All of it happens between the server and whoever talks to `chat.url`, on WebSockets. */
export interface Faults {
  /** Cuts a client's connection, or all. Clients come back by themselves. */
  drop(client?: NatterClient): void;
  /** Cuts all connections and lets no new one in until the result is called. */
  goOffline(): () => void;
  /**
   * The next call of this procedure (`message.send`) is carried out, and its answer is lost with the connection.
   * Resolves when that has happened.
   */
  loseReplyTo(path: string): Promise<void>;
  /** Every event arrives twice, until the result is called. */
  duplicate(): () => void;
  /** Nothing gets to a client or from it, and nothing is closed. Call the result: what was held back arrives, in order. */
  sleep(client: NatterClient): () => void;
}

/** A chat of its own for one test, or one file of tests. */
export interface TestChat extends AsyncDisposable {
  /** The server's, for your app: `createNatterClient({ url: chat.url })`. Pages of every origin may use it. */
  readonly url: string;
  /**
   * What the server goes by when it dates things, judges whether tokens and sessions have run out, and ends typing (after
   * 6 s) and being online (3 s after the last connection). It stands still but for `advance`. What clients wait for, before
   * they try again, goes by the machine's clock.
   */
  readonly clock: TestClock;
  readonly faults: Faults;
  /** A client of somebody with this username and `testPassword`, signed in. The same name again: another device. */
  person(username: string, options?: Partial<NatterClientOptions>): Promise<NatterClient>;
  /** A private room of the first one's with all of these people in it. */
  room(name: string, owner: NatterClient, ...members: NatterClient[]): Promise<Room>;
  /** Closes everybody's clients and ends the server with all that it holds. */
  close(): Promise<void>;
}

/** Starts a real server that keeps everything in memory. Takes about a tenth of a second. */
export async function createTestChat({ startServer, ...options }: TestChatOptions = {}): Promise<TestChat> {
  const start = startServer ?? (await installedServer());
  return new RunningTestChat(await start(options));
}

class RunningTestChat implements TestChat {
  readonly url: string;
  readonly clock: TestClock;
  readonly faults: Faults;
  readonly #server: TestServer;
  readonly #people = new Map<NatterClient, Me>();

  constructor(server: TestServer) {
    this.#server = server;
    this.url = server.url;
    this.clock = server.clock;
    const { faults } = server;
    this.faults = {
      drop: (client) => faults.drop(client === undefined ? null : sessionOf(client)),
      goOffline: () => faults.goOffline(),
      loseReplyTo: (path) => faults.loseReplyTo(path),
      duplicate: () => faults.duplicate(),
      sleep: (client) => faults.sleep(sessionOf(client)),
    };
  }

  async person(username: string, options: Partial<NatterClientOptions> = {}): Promise<NatterClient> {
    const client = createNatterClient({ url: this.url, ...options });
    this.#people.set(client, await enter(client, username));
    return client;
  }

  async room(name: string, owner: NatterClient, ...members: NatterClient[]): Promise<Room> {
    const memberIds = members.map((member) => this.#idOf(member));
    return owner.api.room.create.mutate({ type: "private", name, memberIds });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#people.keys()].map((client) => client.close()));
    await this.#server.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #idOf(client: NatterClient): string {
    const me = this.#people.get(client);
    if (me === undefined) throw new TypeError("This client is not one of this chat's people.");
    return me.id;
  }
}

async function enter(client: NatterClient, username: string): Promise<Me> {
  try {
    return await client.signUp({ username, password: testPassword });
  } catch (error) {
    if (!isNatterError(error) || error.reason !== "username_taken") throw error;
    return client.signIn({ login: username, password: testPassword });
  }
}

function sessionOf(client: NatterClient): SessionId {
  const state = client.session.getSnapshot();
  if (state.status === "signed-in" && state.sessionId !== null) return state.sessionId;
  throw new TypeError("This client has no session: sign in first.");
}

async function installedServer(): Promise<StartTestServer> {
  // A name that no bundler looks into: it is there in tests only.
  const name = "natter/testing";
  try {
    const { startTestServer } = (await import(/* @vite-ignore */ name)) as { startTestServer: StartTestServer };
    return startTestServer;
  } catch (cause) {
    throw new Error("createTestChat needs the server beside the client: npm install --save-dev natter", { cause });
  }
}
