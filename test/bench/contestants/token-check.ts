import { createTokens } from "../../../server/security/tokens.ts";

const tokens = createTokens(Buffer.from(process.env["NATTER_SECRET"] ?? ""));

/** Whose token it is: the very check that Natter makes of a token. Rejects where it is not a good one. */
export async function userOf(token: string): Promise<string> {
  return (await tokens.verifyAccess(token, new Date())).userId;
}
