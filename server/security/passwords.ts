import * as argon2 from "@node-rs/argon2";
import { limits } from "../contract/index.ts";
import { isPlainText, utf8Bytes } from "../domain/text.ts";
import { NatterError } from "../errors.ts";
import type { Passwords } from "../services.ts";
import { createGate } from "./gate.ts";
import { isGuessable } from "./guessable.ts";

/** OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. About 20 ms of one core. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies argon2.Options;

/**
 * argon2 takes one of libuv's four threads for each hash, and files and DNS need the rest: two at a time. As many as
 * `waiting` more take about three seconds; whoever comes then is better told than kept.
 */
const gateDefaults = { atOnce: 2, waiting: 256, retryAfterMs: 3000 };

/**
 * What accounts without a password are compared with, so that they take as long: a hash at the same cost to which no
 * password is known.
 */
const nobodysHash = (() => {
  const { memoryCost, timeCost, parallelism } = cost;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;
})();

/** Passwords as argon2id hashes. Their text is taken in NFKC, so that every keyboard types the same one. */
export function createPasswords(options: Partial<typeof gateDefaults> = {}): Passwords {
  const pass = createGate({ ...gateDefaults, ...options });
  return {
    async hash(password, { username }) {
      if (!isHashable(password)) {
        throw new NatterError("invalid_input", { fields: { password: "too long, or not well-formed text" } });
      }
      const normal = password.normalize("NFKC");
      if (isGuessable(normal, username)) throw new NatterError("weak_password");
      return pass(() => argon2.hash(normal, cost));
    },
    async verify(stored, password) {
      // Decided by what was typed alone, so that the answer's speed says nothing about the account.
      if (!isHashable(password)) return false;
      const matches = await pass(() => argon2.verify(stored ?? nobodysHash, password.normalize("NFKC")));
      return matches && stored !== null;
    },
  };
}

function isHashable(password: string): boolean {
  return isPlainText(password) && utf8Bytes(password) <= limits.password.maxBytes;
}
