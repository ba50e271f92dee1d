import type { NewSession } from "../domain/commands.ts";
import type { Services } from "../services.ts";

/** The last instant that there is a date for: a bot's session ends when its token is rotated. */
export const never = new Date(8_640_000_000_000_000);

/** A session for a bot, and the token that opens it. */
export function newBotSession({ newId, tokens }: Pick<Services, "newId" | "tokens">) {
  const id = newId();
  const { token, hash } = tokens.newBot(id);
  const session: NewSession = { id, device: null, refreshHash: hash, endsAt: never, refreshExpiresAt: never };
  return { session, token };
}
