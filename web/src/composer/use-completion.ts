import type { Author, OpenRoom, RoomState } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useEffect, useState } from "react";

/** The `@na` before the caret, where somebody may be meant. */
export function wordAtCaret(text: string, caret: number): string | null {
  return /(?:^|[\s([{"'])@([\w.-]*)$/.exec(text.slice(0, caret))?.[1]?.toLowerCase() ?? null;
}

/** Whom the word may mean, the best first. Null: nothing is being completed. */
export function useCompletion(room: OpenRoom, state: RoomState, word: string | null, myId: string): readonly Author[] {
  const { api } = useNatter();
  const [found, setFound] = useState<readonly Author[]>([]);
  const { members } = state;
  const isComplete = members.length >= state.room.memberCount;
  useEffect(() => {
    if (word === null || word === "" || isComplete) return;
    const ended = new AbortController();
    const timer = setTimeout(() => {
      api.room.members.query({ roomId: room.id, query: word, limit: 10 }, { signal: ended.signal }).then(
        ({ items }) => setFound(items.map(({ user }) => user)),
        // Those who are known can still be chosen.
        () => {},
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [api, room, word, isComplete]);
  if (word === null) return none;
  const people = new Map([...members.map(({ user }) => user), ...found].map((person) => [person.id, person]));
  people.delete(myId);
  return [...people.values()].filter((person) => fits(person, word)).slice(0, 6);
}

const none: readonly Author[] = [];

function fits({ username, displayName }: Author, word: string): boolean {
  const name = displayName.toLowerCase();
  return username.toLowerCase().startsWith(word) || name.split(/\s+/).some((part) => part.startsWith(word));
}
