import { limits } from "../contract/index.ts";

/** More are not looked up: nobody means that many people by name. */
const maxNames = 50;

/**
 * The usernames that a body mentions as `@name`, in lower case, each once, at most 50. An `@` inside a word is part of
 * an email address, not a mention. A name may end in punctuation, and so may a sentence after a name: both readings
 * are given, and the room's members decide which exists.
 */
export function mentionedNames(body: string): string[] {
  if (!body.includes("@")) return [];
  const names = new Set<string>();
  for (const [, run = ""] of body.matchAll(mention)) {
    for (const name of readings(run.toLowerCase())) {
      if (names.size === maxNames) return [...names];
      names.add(name);
    }
  }
  return [...names];
}

/** The name as written, then without what may be punctuation, one character after the other. */
function* readings(run: string): Generator<string> {
  const { min, max } = limits.username;
  for (let name = run; name.length >= min; name = name.slice(0, -1)) {
    if (name.length <= max) yield name;
    if (!/[_.-]$/.test(name)) return;
  }
}

/** Runs beyond 64 characters cannot hold a name, and would cost time. */
const mention = /(?<![\p{L}\p{N}_@])@([a-zA-Z0-9_.-]{3,64})(?![a-zA-Z0-9_.@-])/gu;
