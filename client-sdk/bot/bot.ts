import type { Event, Me } from "../../server/contract/index.ts";
import { createNatterClient, type NatterClient, type NatterClientOptions } from "../client.ts";
import { within } from "../deadline.ts";
import { isNatterError, NatterError } from "../errors.ts";
import { Attempt } from "./context.ts";
import { Deferred } from "./deferred.ts";
import { Feed, type FeedItem } from "./feed.ts";
import { Handlers, type CommandHandler, type Handler, type MessageHandler, type Task } from "./handlers.ts";
import { Patience, type OnError } from "./patience.ts";
import { forgetfulStore, type BotStore } from "./store.ts";

export interface BotOptions extends Pick<NatterClientOptions, "url" | "deadlineMs" | "WebSocket" | "fetch"> {
  /** As `bot.create` and `natter bot create` show it. */
  token: string;
  /** Where the bot's place in the log outlives the program. Default: nowhere; it begins with what happens next. */
  store?: BotStore;
  /**
   * A handler has failed for good: it threw six times in a row, with growing waits, or the server refused what it did.
   * The event is then skipped, unless this returns (or rejects) "stop": then the bot ends, and meets the event again
   * when it is next started. Default: writes the error to the console and skips.
   */
  onError?: OnError;
}

/**
 * A program that answers people. It hears everything that happens in the rooms that it is in, from where it last
 * stopped, one event at a time and in order: each event's handlers have ended, and its place has been saved, before the
 * next event's begin. It is not told of what it did itself. A handler runs again when it throws or when the program
 * dies in it, so what it does should bear that; what it sends through its context is stored once all the same.
 */
export interface Bot extends AsyncDisposable {
  /** Its connection. */
  readonly client: NatterClient;
  /** Calls the handler for each event of a kind, other bots' among them. Give handlers before `start`. */
  on<K extends Event["kind"]>(kind: K, handler: Handler<K>): void;
  /** Calls the handler for each new message of a person's. */
  onMessage(handler: MessageHandler): void;
  /** Calls the handler for each new message of a person's that begins with `/name`. */
  command(name: string, handler: CommandHandler): void;
  /** Begins. Resolves when it hears; waits for a server that is away. Rejects where the token or the store is no good. */
  start(): Promise<void>;
  /** Ends: the handler that runs may finish, and nothing begins after it. */
  stop(): Promise<void>;
  /** Resolves after `stop`; rejects with what else ended it: an ended token, a store that failed, `onError`'s "stop". */
  readonly ended: Promise<void>;
}

export function createBot(options: BotOptions): Bot {
  return new RunningBot(options);
}

class RunningBot implements Bot {
  readonly client: NatterClient;
  readonly #store: BotStore;
  readonly #handlers = new Handlers();
  readonly #stopping = new AbortController();
  readonly #patience: Patience;
  readonly #ready = new Deferred();
  readonly #ended = new Deferred();
  #running: Promise<void> | null = null;
  /** The id of the last event that has been dealt with, until it is saved. */
  #unsaved: string | null = null;

  constructor({ store = forgetfulStore(), onError = complain, ...options }: BotOptions) {
    this.client = createNatterClient(options);
    this.#store = store;
    this.#patience = new Patience(onError, this.#stopping.signal);
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  on<K extends Event["kind"]>(kind: K, handler: Handler<K>): void {
    this.#registering().on(kind, handler);
  }

  onMessage(handler: MessageHandler): void {
    this.#registering().onMessage(handler);
  }

  command(name: string, handler: CommandHandler): void {
    this.#registering().command(name, handler);
  }

  start(): Promise<void> {
    this.#running ??= this.#run();
    return this.#ready.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#running ??= this.#run();
    await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #registering(): Handlers {
    if (this.#running !== null) throw new TypeError("Give a bot its handlers before it is started.");
    return this.#handlers;
  }

  async #run(): Promise<void> {
    try {
      await this.#dealWithEverything();
      this.#ended.resolve();
    } catch (error) {
      if (this.#stopping.signal.aborted && isNatterError(error)) this.#ended.resolve();
      else this.#ended.reject(error);
      this.#ready.reject(error);
    }
    this.#ready.reject(new NatterError("closed"));
    await this.client.close();
  }

  async #dealWithEverything(): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    const lastEventId = await this.#store.load();
    const { api } = this.client;
    const me = await api.user.me.query(undefined, { ...within(Infinity), signal });
    const feed = new Feed(api, lastEventId, signal);
    for (let item = await feed.next(); item !== null; item = await feed.next()) {
      if (!(await this.#dealWith(item, me))) break;
      // What nothing was done about need not be saved one by one.
      if (feed.isEmpty) await this.#save();
    }
    await this.#save();
  }

  /** False: it was stopped before everything was done that is to be done. */
  async #dealWith({ id, event }: FeedItem, me: Me): Promise<boolean> {
    const tasks = isBy(me, event) ? [] : this.#handlers.tasksFor(event);
    for (const task of tasks) if (!(await this.#carryOut(task, { id, event }, me))) return false;
    this.#unsaved = id;
    const isStart = event.kind === "ready" || event.kind === "reset";
    if (isStart || tasks.length > 0) await this.#save();
    if (isStart) this.#ready.resolve();
    return true;
  }

  #carryOut(task: Task, { id, event }: FeedItem, me: Me): Promise<boolean> {
    const occasion = { client: this.client, me, eventId: id, event, handlerName: task.name };
    return this.#patience.carryOut(event, async () => {
      const attempt = await Attempt.begin(occasion);
      await task.run(attempt);
      await attempt.finished();
    });
  }

  async #save(): Promise<void> {
    if (this.#unsaved === null) return;
    await this.#store.save(this.#unsaved);
    this.#unsaved = null;
  }
}

/** What somebody did themselves. */
function isBy({ id }: Me, event: Event): boolean {
  if ("actorId" in event) return event.actorId === id;
  if (event.kind === "read.moved") return event.userId === id;
  return event.kind === "user.updated" && event.user.id === id;
}

function complain(error: unknown, event: Event): void {
  console.error(`A handler of ${event.kind} failed for good; the event is skipped.`, error);
}
