import type { ConnectionState } from "@natter/client";
import { dim, plural, strong, styled, typingText } from "./format.ts";
import { excerpt } from "./text.ts";

export interface Status {
  username: string;
  /** The label of the room being looked at. */
  room: string | null;
  connection: ConnectionState["name"];
  unread: { rooms: number; messages: number };
  /** The names of those who are typing. */
  typing: string[];
  /** Messages under way. */
  waiting: string[];
}

const maxWaiting = 3;

/** The lines above the one being typed: messages under way, then how things stand. */
export function statusLines({ username, room, connection, unread, typing, waiting }: Status): string[] {
  const first = waiting.slice(0, maxWaiting).map((body) => dim(`   ... ${excerpt(body, 60)}`));
  const more = waiting.length > maxWaiting ? [dim(`   ... and ${waiting.length - maxWaiting} more`)] : [];
  const parts = [
    connectionText(connection),
    strong(room ?? "no room"),
    username,
    unread.messages === 0
      ? ""
      : styled("yellow", `${unread.messages} unread in ${plural(unread.rooms, "other room", "other rooms")}`),
    typingText(typing),
  ];
  return [...first, ...more, parts.filter((part) => part !== "").join(dim(" | "))];
}

function connectionText(name: ConnectionState["name"]): string {
  if (name === "open") return styled("green", "connected");
  if (name === "signed-out") return styled("red", "signed out");
  if (name === "too-old") return styled("red", "this chat is too old for the server: update it");
  return styled("red", name === "closed" ? "closed" : "connecting ...");
}
