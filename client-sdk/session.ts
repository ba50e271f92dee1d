import type { Me, Session, SessionId } from "../server/contract/index.ts";
import type { Credentials } from "./connection.ts";
import { longestTimerMs } from "./deadline.ts";
import { NatterError } from "./errors.ts";
import { Value, type Observed } from "./observed.ts";
import type { SessionStorage, StoredSession } from "./storage.ts";

/**
 * - `restoring`: it is not known yet whether somebody is signed in.
 * - `signed-in`: a session is there; `sessionId` is null for a bot's token.
 * - `signed-out`: there is none; `reason` says why it ended, null where nobody had signed in or it was asked for.
 */
export type SessionState =
  | { readonly status: "restoring" }
  | { readonly status: "signed-in"; readonly sessionId: SessionId | null }
  | { readonly status: "signed-out"; readonly reason: NatterError["reason"] | null };

export interface SignUpInput {
  username: string;
  password: string;
  displayName?: string;
  email?: string;
}

export interface SignInInput {
  /** The username or the email address. */
  login: string;
  password: string;
  /** What the session is called in the list of sessions. */
  device?: string;
}

interface Mutation<Input, Output> {
  mutate(input: Input, options?: { context: Record<string, unknown> }): Promise<Output>;
}

/** The calls that make, renew and end a session: `api.auth`, over HTTP. */
export interface SessionCalls {
  readonly register: Mutation<SignUpInput & { cookie: boolean }, { user: Me; session: Session }>;
  readonly login: Mutation<SignInInput & { cookie: boolean }, { user: Me; session: Session }>;
  readonly refresh: Mutation<{ refreshToken: string } | { cookie: boolean }, Session>;
  readonly logout: Mutation<undefined, void>;
  readonly logoutEverywhere: Mutation<undefined, void>;
}

export interface SessionOptions {
  readonly auth: SessionCalls;
  readonly storage: SessionStorage;
  /** The refresh token is an HttpOnly cookie. */
  readonly cookie: boolean;
  readonly random: () => number;
}

/** A token is renewed so long before it expires, */
const marginMs = 60_000;
/** spread over so long, so that the clients of one start do not all come at once, */
const marginSpreadMs = 60_000;
/** and not more often than this, should this machine's clock be wrong. */
const leastMs = 5 * 60_000;
/** A token that has just come is good, whatever the clock says. */
const surelyFreshMs = 60_000;
const retryMs = 30_000;

/** Answers that are the last word on a session. Anything else, silence included, leaves it as it is. */
const final = new Set<NatterError["reason"]>([
  "session_ended",
  "bad_credentials",
  "account_disabled",
  "not_signed_in",
  "invalid_input",
]);

/** Who is signed in, and the tokens that show it. */
export class SessionKeeper implements Credentials, Observed<SessionState> {
  readonly #options: SessionOptions;
  readonly #state = new Value<SessionState>({ status: "restoring" });
  readonly getSnapshot = this.#state.getSnapshot;
  readonly subscribe = this.#state.subscribe;
  #tokens: StoredSession | null = null;
  #receivedAt = -Infinity;
  #spoilt: string | null = null;
  /** Grows with each beginning and end, so that an answer that comes after it is recognised as late. */
  #generation = 0;
  #renewing: Promise<void> | null = null;
  #saving: Promise<void> = Promise.resolve();
  /** What is stored is older than what is here. */
  #storageLags = false;
  #keepFresh = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #restored: Promise<void>;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#restored = options.cookie ? Promise.resolve() : this.#restore();
  }

  get missing(): NatterError["reason"] | null {
    const state = this.getSnapshot();
    return state.status === "signed-out" ? (state.reason ?? "not_signed_in") : null;
  }

  /** Makes an account and signs in. */
  async signUp(input: SignUpInput): Promise<Me> {
    const { auth, cookie } = this.#options;
    const { user, session } = await auth.register.mutate({ ...input, cookie });
    await this.#begin(session);
    return user;
  }

  async signIn(input: SignInInput): Promise<Me> {
    const { auth, cookie } = this.#options;
    const { user, session } = await auth.login.mutate({ ...input, cookie });
    await this.#begin(session);
    return user;
  }

  /** Signs out here in any case. Rejects if the server could not be told. */
  signOut(): Promise<void> {
    return this.#leave((context) => this.#options.auth.logout.mutate(undefined, { context }));
  }

  signOutEverywhere(): Promise<void> {
    return this.#leave((context) => this.#options.auth.logoutEverywhere.mutate(undefined, { context }));
  }

  current(): string | null {
    const tokens = this.#tokens;
    if (tokens === null || tokens.accessToken === this.#spoilt) return null;
    const isFresh = Date.now() + marginMs < tokens.accessExpiresAt;
    const justCame = performance.now() - this.#receivedAt < surelyFreshMs;
    return isFresh || justCame ? tokens.accessToken : null;
  }

  renew(): Promise<void> {
    return this.#renewOnce(false);
  }

  spoil(token: string): void {
    this.#spoilt = token;
  }

  end(reason: NatterError["reason"] | null): void {
    if (this.getSnapshot().status === "signed-out") return;
    this.#forget();
    this.#save(null).catch(() => {});
    this.#state.set({ status: "signed-out", reason });
  }

  /** While true, tokens are renewed ahead of their expiry, so that a session in use never lapses. */
  keepFresh(on: boolean): void {
    this.#keepFresh = on;
    this.#schedule();
  }

  async #restore(): Promise<void> {
    const stored = await this.#load();
    // Somebody may have signed in or out meanwhile.
    if (this.getSnapshot().status !== "restoring") return;
    if (stored === null) this.#state.set({ status: "signed-out", reason: null });
    else this.#adopt(stored, -Infinity);
  }

  async #begin(session: Session): Promise<void> {
    const stored = toStored(session);
    await this.#restored;
    // A renewal of an earlier session that is under way comes too late.
    this.#generation += 1;
    await this.#save(stored);
    this.#forget();
    this.#adopt(stored, performance.now());
  }

  async #leave(tell: (context: { token: string | null }) => Promise<void>): Promise<void> {
    try {
      await this.renew();
      const told = tell({ token: this.current() });
      // Now, rather than when the server closes the socket: that would look like a session that was ended elsewhere.
      this.end(null);
      await told;
    } catch (error) {
      if (!isFinal(error)) throw error;
    } finally {
      this.end(null);
    }
  }

  #renewOnce(ahead: boolean): Promise<void> {
    this.#renewing ??= this.#renew(ahead).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renew(ahead: boolean): Promise<void> {
    await this.#restored;
    if (!ahead && this.current() !== null) return;
    const generation = this.#generation;
    const before = this.#tokens?.accessToken;
    await this.#readStorage();
    const renewedElsewhere = this.#tokens?.accessToken !== before && this.current() !== null;
    if (renewedElsewhere) return;
    const session = await this.#refresh(generation);
    if (generation !== this.#generation) throw new NatterError("not_signed_in");
    const stored = toStored(session);
    await this.#save(stored).catch(() => {});
    if (generation === this.#generation) this.#adopt(stored, performance.now());
  }

  async #refresh(generation: number): Promise<Session> {
    const { auth, cookie } = this.#options;
    const refreshToken = this.#tokens?.refreshToken ?? null;
    try {
      if (!cookie && refreshToken === null) throw new NatterError(this.missing ?? "session_ended");
      return await auth.refresh.mutate(refreshToken === null ? { cookie } : { refreshToken });
    } catch (error) {
      if (generation === this.#generation && isFinal(error))
        this.end(error.reason === "not_signed_in" ? null : error.reason);
      throw error;
    }
  }

  /** Another program that shares the storage may have renewed the session, or ended it. */
  async #readStorage(): Promise<void> {
    if (this.#options.cookie || this.#storageLags || this.#tokens === null) return;
    const generation = this.#generation;
    const stored = await this.#load();
    if (generation !== this.#generation) return;
    if (stored === null) this.end(null);
    else if (stored.refreshToken !== this.#tokens.refreshToken) this.#adopt(stored, -Infinity);
  }

  #adopt(stored: StoredSession, receivedAt: number): void {
    const state = this.getSnapshot();
    const isAnother = state.status === "signed-in" && state.sessionId !== stored.sessionId;
    // What was begun for one person must not go on for another.
    if (isAnother) this.#state.set({ status: "signed-out", reason: null });
    this.#tokens = stored;
    this.#receivedAt = receivedAt;
    this.#spoilt = null;
    this.#schedule();
    if (this.getSnapshot().status !== "signed-in") {
      this.#state.set({ status: "signed-in", sessionId: stored.sessionId });
    }
  }

  #forget(): void {
    this.#generation += 1;
    this.#tokens = null;
    this.#spoilt = null;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const tokens = this.#tokens;
    const canRenew = this.#options.cookie || (tokens?.refreshToken ?? null) !== null;
    if (!this.#keepFresh || tokens === null || !canRenew) return;
    const leftMs = tokens.accessExpiresAt - Date.now() - marginMs - this.#options.random() * marginSpreadMs;
    this.#renewIn(Math.min(Math.max(leastMs, leftMs), longestTimerMs));
  }

  #renewIn(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#renewOnce(true).catch(() => {
        if (this.#keepFresh && this.#tokens !== null) this.#renewIn(retryMs);
      });
    }, waitMs);
  }

  async #load(): Promise<StoredSession | null> {
    try {
      return await this.#options.storage.load();
    } catch {
      return this.#tokens;
    }
  }

  /** In the order of the calls. */
  #save(session: StoredSession | null): Promise<void> {
    const saved = this.#saving.then(() => this.#options.storage.save(session));
    this.#saving = saved.then(
      () => void (this.#storageLags = false),
      () => void (this.#storageLags = true),
    );
    return saved;
  }
}

function isFinal(error: unknown): error is NatterError {
  return error instanceof NatterError && final.has(error.reason);
}

function toStored(session: Session): StoredSession {
  const { id, accessToken, accessExpiresAt, refreshToken } = session;
  return { sessionId: id, accessToken, accessExpiresAt: accessExpiresAt.getTime(), refreshToken };
}
