import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { initTRPC, tracked, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import superjson from "superjson";
import { WebSocketServer } from "ws";
import { reasons, type Reason, type Session } from "../../server/contract/index.ts";

/** What a small server can be told to do, and what it has seen. */
export class Script {
  /** Access tokens that are good. */
  readonly good = new Set<string>();
  /** Tokens that connections came with. */
  readonly connectedWith: string[] = [];
  readonly sent: { clientId: string; body: string }[] = [];
  /** How often each send came, repeats too. */
  readonly sendsReceived: string[] = [];
  /** The `lastEventId` of each subscription. */
  readonly resumedFrom: (string | undefined)[] = [];
  refreshes = 0;
  refreshTokens: (string | undefined)[] = [];
  logouts = 0;
  passwordChanges = 0;
  /** Refuses each refresh for this reason. */
  refuseRefresh: Reason | null = null;
  /** Refuses the next sends for these reasons. */
  readonly refuseSends: Reason[] = [];
  readonly refuseStreams: Reason[] = [];
  /** Closes each new connection with this code once its token has come. */
  closeNewWith: number | null = null;
  /** Refuses the next connections for these reasons, and all calls that they came with. */
  readonly refuseConnections: Reason[] = [];
  /** False: every token has expired. */
  takesTokens = true;
  /** How many streams are being read. */
  streams = 0;
  #tokens = 0;
  #wakers = new Set<() => void>();

  newSession(): Session {
    this.#tokens += 1;
    const accessToken = `access-${this.#tokens}`;
    this.good.add(accessToken);
    return {
      id: "session-1",
      accessToken,
      accessExpiresAt: new Date(Date.now() + 900_000),
      refreshToken: `refresh-${this.#tokens}`,
      refreshExpiresAt: new Date(Date.now() + 1e9),
    };
  }

  store(message: { clientId: string; body: string }): number {
    this.sendsReceived.push(message.clientId);
    const at = this.sent.findIndex(({ clientId }) => clientId === message.clientId);
    if (at >= 0) return at + 1;
    this.sent.push(message);
    this.#wakers.forEach((wake) => wake());
    return this.sent.length;
  }

  /** Resolves when there is more than `position`, or the signal aborts. */
  more(position: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.sent.length > position || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakers.delete(wake);
        resolve();
      };
      this.#wakers.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }
}

interface Context {
  script: Script;
}

class Refused extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reasons[reason].message);
    this.reason = reason;
  }
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter: ({ shape, error }) => {
    const reason = error.cause instanceof Refused ? error.cause.reason : "internal";
    return { ...shape, data: { ...shape.data, reason } };
  },
});

function refuse(reason: Reason): never {
  throw new TRPCError({ code: reasons[reason].code, cause: new Refused(reason) });
}

const user = { id: "user-ada", username: "ada" };

/** As much of the API as the client's own tests need, behind tRPC's stock adapters. */
const smallRouter = t.router({
  auth: {
    login: t.procedure
      .input((given) => given as { login: string })
      .mutation(({ ctx, input }) => {
        if (input.login !== "ada") refuse("bad_credentials");
        return { user, session: ctx.script.newSession() };
      }),
    refresh: t.procedure
      .input((given) => given as { refreshToken?: string })
      .mutation(({ ctx: { script }, input }) => {
        script.refreshes += 1;
        script.refreshTokens.push(input.refreshToken);
        if (script.refuseRefresh !== null) refuse(script.refuseRefresh);
        return script.newSession();
      }),
    logout: t.procedure.mutation(({ ctx }) => void (ctx.script.logouts += 1)),
    changePassword: t.procedure.mutation(({ ctx }) => void (ctx.script.passwordChanges += 1)),
  },
  system: { info: t.procedure.query(() => ({ name: "natter", version: "0", protocol: 1 })) },
  user: {
    me: t.procedure.query(() => user),
    /** Never answers. */
    list: t.procedure.query(() => new Promise<never>(() => {})),
  },
  message: {
    send: t.procedure
      .input((given) => given as { clientId: string; body: string })
      .mutation(({ ctx: { script }, input }) => {
        const reason = script.refuseSends.shift();
        if (reason !== undefined) refuse(reason);
        return { seq: script.store(input), ...input };
      }),
  },
  sync: {
    onEvent: t.procedure
      .input((given) => given as { lastEventId?: string } | undefined)
      .subscription(async function* ({ ctx: { script }, input, signal }) {
        const reason = script.refuseStreams.shift();
        if (reason !== undefined) refuse(reason);
        script.resumedFrom.push(input?.lastEventId);
        let position = Number(input?.lastEventId ?? script.sent.length);
        script.streams += 1;
        try {
          yield tracked(String(position), { kind: "ready" as const });
          while (signal?.aborted !== true) {
            for (; position < script.sent.length; position++) {
              yield tracked(String(position + 1), { kind: "message.sent" as const, ...script.sent[position] });
            }
            await script.more(position, signal);
          }
        } finally {
          script.streams -= 1;
        }
      }),
  },
});

export interface SmallServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly script: Script;
  /** Closes all connections with this code. */
  closeAll(code: number): void;
  /** Ends without a goodbye. */
  stop(): Promise<void>;
}

export async function startSmallServer({ port = 0, script = new Script() } = {}): Promise<SmallServer> {
  const http = createServer(
    createHTTPHandler({ router: smallRouter, basePath: "/trpc/", createContext: () => ({ script }) }),
  );
  const wss = new WebSocketServer({ server: http, path: "/trpc" });
  applyWSSHandler({
    wss,
    router: smallRouter,
    createContext: ({ info, res }) => authenticate(script, info.connectionParams, res),
  });
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  const stop = () => end(http, wss);
  const address = http.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    script,
    closeAll: (code) => wss.clients.forEach((socket) => socket.close(code)),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** As the real server does it: refuse, and close with the code on the next turn. */
function authenticate(
  script: Script,
  params: { token?: string } | null,
  socket: { close(code: number): void },
): Context | Promise<Context> {
  const token = params?.token ?? "";
  script.connectedWith.push(token);
  if (script.closeNewWith !== null) {
    socket.close(script.closeNewWith);
    return new Promise(() => {});
  }
  const reason = script.refuseConnections.shift();
  if (reason !== undefined) {
    setImmediate(() => socket.close(1012));
    refuse(reason);
  }
  if (!script.takesTokens || !script.good.has(token)) {
    setImmediate(() => socket.close(4402));
    refuse("token_expired");
  }
  return { script };
}

async function end(http: Server, wss: WebSocketServer): Promise<void> {
  if (!http.listening) return;
  for (const socket of wss.clients) socket.terminate();
  http.closeAllConnections();
  http.close();
  await once(http, "close");
}
