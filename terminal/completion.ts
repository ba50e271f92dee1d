import type { Chat } from "./chat.ts";
import { labelOf } from "./format.ts";

/** What Tab makes of the last word: a command, a room after the commands that take one, or `@name` anywhere. */
export function complete(line: string, commands: readonly string[], chat: Chat): [string[], string] {
  const word = /\S*$/.exec(line)?.[0] ?? "";
  if (word === line && word.startsWith("/"))
    return [
      matching(
        commands.map((name) => `/${name} `),
        word,
      ),
      word,
    ];
  const takesRoom = /^\/(open|join)\s+(.*)$/.exec(line);
  const text = takesRoom?.[2] ?? word;
  if (takesRoom !== null) return [matching(chat.rooms.all.map(labelOf), text), text];
  return [
    word.startsWith("@")
      ? matching(
          chat.people.usernames.map((name) => `@${name} `),
          word,
        )
      : [],
    word,
  ];
}

function matching(candidates: readonly string[], beginning: string): string[] {
  const wanted = beginning.toLowerCase();
  return candidates.filter((candidate) => candidate.toLowerCase().startsWith(wanted)).sort();
}
