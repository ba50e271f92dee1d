import { NatterError } from "../errors.ts";
import type { Services } from "../services.ts";
import type { Caller } from "../trpc.ts";

/**
 * Who a token belongs to, an access token or a bot's. `register` is called before the session is looked up: a session that ends in between then
 * ends whoever has just been registered, and nobody slips in behind it. Rejects with `token_expired`, `not_signed_in`,
 * `session_ended` or `account_disabled`, and with whatever the database or `register` throws.
 */
export async function authenticate(
  services: Services,
  token: string,
  register: (caller: Caller) => void,
): Promise<Caller> {
  const { store, clock } = services;
  const caller = await bearerOf(services, token);
  register(caller);
  const session = await store.sessions.check(caller.sessionId, clock.now());
  if (session === null || session.state === "ended") throw new NatterError("session_ended");
  if (session.state === "disabled") throw new NatterError("account_disabled");
  if (session.userId !== caller.userId) throw new NatterError("not_signed_in");
  return caller;
}

/** Who the token speaks of. Whether the session still lives is asked again once its end would be heard. */
async function bearerOf({ tokens, store, clock }: Services, token: string): Promise<Caller> {
  const bot = tokens.readBot(token);
  if (bot === null) return tokens.verifyAccess(token, clock.now());
  const userId = await store.sessions.byRefreshHash(bot.sessionId, bot.hash, clock.now());
  if (userId === null) throw new NatterError("session_ended");
  return { userId, sessionId: bot.sessionId };
}

/** The caller is there, and was seen now. Returns what to call when the connection has gone. */
export function arrive({ presence, writer, clock, log }: Services, caller: Caller): () => void {
  // Nobody waits for this: a full disk must not keep people from reading.
  writer
    .write({ kind: "session.touch", actor: caller, at: clock.now() })
    .catch((err: unknown) => log.debug({ err }, "session not touched"));
  return presence.connected(caller.userId);
}
