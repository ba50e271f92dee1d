const minBytes = 32;
/** 64 random hex digits have 16 different ones, 32 random bytes about 30. */
const minDifferent = 10;

/** Throws, saying what to do, where a signing secret is too short to be one or is an example that somebody left. */
export function assertSecret(secret: Uint8Array): void {
  const problem = secretProblem(secret);
  if (problem === null) return;
  throw new Error(`The signing secret (NATTER_SECRET) ${problem}. Make one with: openssl rand -base64 48`);
}

function secretProblem(secret: Uint8Array): string | null {
  if (secret.length < minBytes) return `has ${secret.length} bytes; it needs at least ${minBytes} random ones`;
  const text = Buffer.from(secret).toString("latin1").toLowerCase();
  const isExample = exampleWords.some((word) => text.includes(word));
  if (isExample || new Set(secret).size < minDifferent || isPeriodic(text) || isCounting(secret)) {
    return "looks like an example; it needs at least 32 random bytes";
  }
  return null;
}

/** Made of a shorter piece, repeated: then it occurs in its own doubling before the end. */
function isPeriodic(text: string): boolean {
  return `${text}${text}`.indexOf(text, 1) < text.length;
}

/** `abcdefgh...`, or the bytes 0, 1, 2, ... */
function isCounting(secret: Uint8Array): boolean {
  let steps = 0;
  for (const [index, byte] of secret.entries()) if (byte === (secret[index - 1] ?? -2) + 1) steps++;
  return steps * 2 > secret.length;
}

/** Chance puts none of them into a random secret. */
const exampleWords = ["changeme", "change-me", "change_me", "change this", "example", "password", "secret", "insecure"];
