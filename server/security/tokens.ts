import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
  type webcrypto,
} from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { limits, type SessionId } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { AccessClaims, SecretToken, Tokens } from "../services.ts";
import { assertSecret } from "./secret.ts";

const accessSeconds = 15 * 60;
const toleranceSeconds = 30;
/** Ours have about 300 characters. Beyond this nothing is decoded. */
const maxTokenLength = 1024;

/** Tells a bot's token from an access token, and is what scanners for leaked secrets look for. */
const botPrefix = "ntr_";

/** Everything about an access token that is not its bearer (RFC 8725: one algorithm, explicit type, issuer, audience). */
const accessKind = { alg: "HS256", typ: "at+jwt", iss: "natter", aud: "natter" } as const;

/** Access and refresh tokens under one secret, and bots' tokens. Throws where the secret is too short or an example. */
export function createTokens(secret: Uint8Array): Tokens {
  assertSecret(secret);
  // Two keys from one secret: what one of them signs never passes for the work of the other.
  const accessKey = derivedKey(secret, "natter access token").toCryptoKey(hmacSha256, false, ["sign", "verify"]);
  const refreshKey = derivedKey(secret, "natter refresh token");
  return {
    signAccess: (claims, now) => signAccess(accessKey, claims, now),
    verifyAccess: (token, now) => verifyAccess(accessKey, token, now),
    newRefresh: (sessionId) => refreshToken(sessionId, randomBytes(32)),
    readRefresh: (token) => readRefresh(refreshKey, token),
    newBot: (sessionId) => hashed(`${botPrefix}${sessionId}.${randomBytes(32).toString("base64url")}`),
    readBot: (token) => readBot(token),
  };
}

async function signAccess(key: webcrypto.CryptoKey, { userId, sessionId }: AccessClaims, now: Date) {
  const issued = Math.floor(now.getTime() / 1000);
  const expires = issued + accessSeconds;
  const { alg, typ, iss, aud } = accessKind;
  const token = await new SignJWT({ iss, aud, sub: userId, sid: sessionId, iat: issued, exp: expires })
    .setProtectedHeader({ alg, typ })
    .sign(key);
  return { token, expiresAt: new Date(expires * 1000) };
}

async function verifyAccess(key: webcrypto.CryptoKey, token: string, now: Date): Promise<AccessClaims> {
  if (token.length > maxTokenLength) throw new NatterError("not_signed_in");
  const { alg, typ, iss, aud } = accessKind;
  try {
    const { payload } = await jwtVerify<{ sid?: unknown }>(token, key, {
      algorithms: [alg],
      typ,
      issuer: iss,
      audience: aud,
      // jose takes a token without `exp` for one that never ends.
      requiredClaims: ["iat", "exp", "sub", "sid"],
      clockTolerance: toleranceSeconds,
      currentDate: now,
    });
    const { sub, sid, iat = 0, exp = 0 } = payload;
    const lastsTooLong = exp - iat > accessSeconds;
    if (typeof sub !== "string" || typeof sid !== "string" || lastsTooLong) throw new NatterError("not_signed_in");
    return { userId: sub, sessionId: sid };
  } catch (error) {
    throw new NatterError(error instanceof errors.JWTExpired ? "token_expired" : "not_signed_in");
  }
}

/** The next token is derived from the presented one: a retry, or a second tab, is given the same (promises.md, S7). */
function readRefresh(key: KeyObject, token: string): ReturnType<Tokens["readRefresh"]> {
  const parts = secretShape.exec(token);
  if (parts === null) return null;
  const [, sessionId = ""] = parts;
  const next = createHmac("sha256", key).update(token).digest();
  return { sessionId, hash: hashOf(token), next: refreshToken(sessionId, next) };
}

function refreshToken(sessionId: SessionId, bits: Buffer): SecretToken {
  return hashed(`${sessionId}.${bits.toString("base64url")}`);
}

/** The secret is random, not signed: a bot's token outlives a change of the server's secret, and ends in the store. */
function readBot(token: string): ReturnType<Tokens["readBot"]> {
  if (!token.startsWith(botPrefix) || token.length > maxTokenLength) return null;
  const [, sessionId] = secretShape.exec(token.slice(botPrefix.length)) ?? [];
  return sessionId === undefined ? null : { sessionId, hash: hashOf(token) };
}

function hashed(token: string): SecretToken {
  return { token, hash: hashOf(token) };
}

/** The token is random: a plain hash of it tells nothing, and a lookup by it needs no constant-time comparison. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function derivedKey(secret: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", purpose, 32)));
}

/** A key prepared for this is used as it is; any other kind jose would import again for every token. */
const hmacSha256 = { name: "HMAC", hash: "SHA-256" } as const;

/** A session's id, a dot, and 32 bytes in base64url. */
const secretShape = new RegExp(`^([\\x21-\\x7e]{1,${limits.id}})\\.([A-Za-z0-9_-]{43})$`);
