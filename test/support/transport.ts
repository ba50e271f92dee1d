import type { AnyTRPCRouter } from "@trpc/server";
import { pino, type Logger } from "pino";
import type { SessionCheck, Store } from "../../db/store.ts";
import { NatterError } from "../../server/errors.ts";
import type { Services } from "../../server/services.ts";
import { startTransport, type Transport, type TransportOptions } from "../../server/transport/server.ts";

/** A transport with a router of the test's own, over services that are as small as can be. */
export interface Stage extends AsyncDisposable {
  transport: Transport;
  url: string;
  wsUrl: string;
  services: Services;
  /** `token("ada")` belongs to the session `ada-session` until it is taken out of here. */
  sessions: Map<string, SessionCheck>;
  /** Who has arrived and left: `+ada`, `-ada`. */
  presence: string[];
  /** What the transport has logged, parsed. */
  lines: { level: number; msg: string; [key: string]: unknown }[];
  /** Held: a session is looked up only after `release`. */
  holdSessions(): { asked: Promise<void>; release(): void };
}

/** A token of the stage's own: who, and optionally of which session. `expired` has run out. */
export function token(user: string, session = `${user}-session`): string {
  return `${user}/${session}`;
}

export async function startStage(
  router: AnyTRPCRouter,
  options: Partial<TransportOptions> & { override?: Partial<Services> } = {},
): Promise<Stage> {
  const { override, ...more } = options;
  const state = createState();
  const services = { ...createServices(state), ...override };
  const transport = await startTransport({
    router,
    services,
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: [],
    trustedProxies: [],
    webApp: new Map(),
    capsEnabled: true,
    ...more,
  });
  return {
    transport,
    services,
    url: transport.url,
    wsUrl: `${transport.url.replace("http", "ws")}/trpc`,
    ...state,
    holdSessions: () => holdSessions(state),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

interface State {
  sessions: Map<string, SessionCheck>;
  presence: string[];
  lines: Stage["lines"];
  gate: { asked(): void; opened: Promise<void> } | null;
}

function createState(): State {
  const people = ["ada", "grace", "mallory"];
  return {
    sessions: new Map(people.map((userId) => [`${userId}-session`, { userId, state: "live" }])),
    presence: [],
    lines: [],
    gate: null,
  };
}

function holdSessions(state: State): { asked: Promise<void>; release(): void } {
  const asked = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  state.gate = { asked: asked.resolve, opened: opened.promise };
  return {
    asked: asked.promise,
    release: () => {
      state.gate = null;
      opened.resolve();
    },
  };
}

function createServices(state: State): Services {
  let ids = 0;
  const services: Partial<Services> = {
    clock: { now: () => new Date() },
    newId: () => `id-${(ids += 1)}`,
    log: logInto(state.lines),
    store: createStore(state),
    writer: { write: () => Promise.resolve(null as never) },
    presence: createPresence(state),
    tokens: { verifyAccess, readBot: () => null } as Partial<Services["tokens"]> as Services["tokens"],
    rateLimits: { take: () => 0 },
    settings: { version: "0", registration: "open" },
  };
  return services as Services;
}

function createPresence({ presence }: State): Services["presence"] {
  const service: Partial<Services["presence"]> = {
    connected(userId) {
      presence.push(`+${userId}`);
      return () => void presence.push(`-${userId}`);
    },
  };
  return service as Services["presence"];
}

function createStore(state: State): Store {
  const sessions: Pick<Store["sessions"], "check"> = {
    async check(sessionId) {
      const { gate } = state;
      gate?.asked();
      await gate?.opened;
      return state.sessions.get(sessionId) ?? null;
    },
  };
  return { sessions, ping: () => Promise.resolve(true) } as Partial<Store> as Store;
}

async function verifyAccess(text: string) {
  const [userId = "", sessionId] = text.split("/");
  if (userId === "expired") throw new NatterError("token_expired");
  if (sessionId === undefined) throw new NatterError("not_signed_in");
  return { userId, sessionId };
}

function logInto(lines: Stage["lines"]): Logger {
  return pino({ level: "debug" }, { write: (line) => void lines.push(JSON.parse(line)) });
}
