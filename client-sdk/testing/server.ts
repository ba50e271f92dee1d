import type { SessionId } from "../../server/contract/index.ts";

/** What a test server says the time is. It stands still but for `advance`. */
export interface TestClock {
  now(): Date;
  /** Moves it on by so many milliseconds. */
  advance(ms: number): void;
}

/** What a network can do to a client, as the server's half carries it out. A session stands for those who are in it. */
export interface ServerFaults {
  drop(sessionId: SessionId | null): void;
  goOffline(): () => void;
  loseReplyTo(path: string): Promise<void>;
  duplicate(): () => void;
  sleep(sessionId: SessionId): () => void;
}

/** A running server that a test holds in its hands. */
export interface TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly clock: TestClock;
  readonly faults: ServerFaults;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** What its clock says. Default: what the machine's says. */
  now?: Date;
}

export type StartTestServer = (options: TestServerOptions) => Promise<TestServer>;
