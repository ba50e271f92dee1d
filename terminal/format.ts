import { styleText } from "node:util";
import type { Author, HistoryEvent, Message, Room, RoomSummary } from "@natter/client";
import { excerpt, plain } from "./text.ts";

type Style = Parameters<typeof styleText>[0];

/** Styled where the terminal shows it: not in a pipe, not with NO_COLOR. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

export const dim = (text: string) => styled("dim", text);
export const strong = (text: string) => styled("bold", text);

/** Something that the chat itself says. */
export function notice(text: string): string {
  return dim(`-- ${text}`);
}

export function problem(text: string): string {
  return styled("red", `!! ${text}`);
}

export function plainName({ displayName, username }: Pick<Author, "displayName" | "username">): string {
  return excerpt(displayName, 64) || username;
}

const nameStyles: Style[] = [
  "cyan",
  "green",
  "yellow",
  "magenta",
  "blue",
  "cyanBright",
  "greenBright",
  "magentaBright",
];

/** A person's name, in the same colour wherever it stands. */
export function nameOf({ id, displayName, username, kind }: Author): string {
  const sum = [...id].reduce((total, character) => total + character.charCodeAt(0), 0);
  const name = styled(nameStyles[sum % nameStyles.length] ?? "cyan", plainName({ displayName, username }));
  return kind === "bot" ? `${name} ${dim("[bot]")}` : name;
}

/** `#general`, `@grace` or `@grace,@mallory`; a direct room of oneself alone is for notes. */
export function labelOf(room: Pick<RoomSummary, "type" | "name" | "others">): string {
  if (room.type !== "direct") return `#${excerpt(room.name ?? "", 80)}`;
  return room.others.length === 0 ? "@notes" : room.others.map(({ username }) => `@${username}`).join(",");
}

/** A message as it stands in the history: who, what, and what has become of it since. */
export function messageLines(message: Message, { isHidden }: { isHidden: boolean }): string[] {
  const { seq, sender, body, replyTo, reactions, createdAt, editedAt, deletedAt } = message;
  const head = `${dim(`${clock(createdAt)} #${seq}`)} ${nameOf(sender)}`;
  if (isHidden) return [`${head}  ${dim("(you have blocked this person)")}`];
  if (deletedAt !== null) return [`${head}  ${dim("(deleted)")}`];
  const [first = "", ...more] = plain(body).split("\n");
  const edited = editedAt === null ? "" : ` ${dim("(edited)")}`;
  const lines = [`${head}  ${first}`, ...more.map((line) => `${indent}${line}`)];
  lines.push(`${lines.pop() ?? ""}${edited}`);
  if (replyTo !== null) lines.unshift(dim(`${indent}in reply to ${plainName(replyTo.sender)}: ${quote(replyTo.body)}`));
  if (reactions.length > 0) {
    lines.push(dim(`${indent}${reactions.map(({ emoji, count }) => `${plain(emoji)} ${count}`).join("  ")}`));
  }
  return lines.map((line) => line.trimEnd());
}

const indent = " ".repeat(6);

export function quote(body: string): string {
  return body === "" ? "(deleted)" : excerpt(body, 60);
}

/** A line for what happens in a room besides new messages; null where it is nothing to speak of. */
export function eventLine(event: HistoryEvent, actor: string, message: Message | undefined): string | null {
  const about = message === undefined ? "a message" : `#${message.seq} ${dim(`"${quote(message.body)}"`)}`;
  const say = (text: string) => `${dim(clock(event.at))} ${text}`;
  switch (event.kind) {
    case "message.sent":
      return null;
    case "message.edited":
      return say(`${actor} edited #${event.message.seq}: ${excerpt(event.message.body, 500)}`);
    case "message.deleted":
      return say(`${actor} deleted ${about}`);
    case "reaction.added":
      return say(`${actor} reacted with ${plain(event.emoji)} to ${about}`);
    case "reaction.removed":
      return say(`${actor} took back ${plain(event.emoji)} from ${about}`);
    case "room.updated":
      return say(`${actor} changed the room: ${titleOf(event.room)}`);
    case "room.created":
      return say(`${actor} created the room`);
    case "room.archived":
      return say(`${actor} archived the room: it can be read only`);
    default:
      return say(memberText(event, actor));
  }
}

function memberText(event: Extract<HistoryEvent, { membership: unknown }>, actor: string): string {
  const { user, role } = event.membership;
  const self = user.id === event.actorId;
  switch (event.kind) {
    case "member.joined":
      return self ? `${nameOf(user)} joined` : `${actor} added ${nameOf(user)}`;
    case "member.left":
      return `${nameOf(user)} left`;
    case "member.removed":
      return `${actor} removed ${nameOf(user)}`;
    case "member.roleChanged":
      return `${actor} made ${nameOf(user)} ${role === "member" ? "a member" : `a ${role}`}`.replace(
        "a owner",
        "an owner",
      );
  }
}

export function titleOf({ name, topic }: Pick<Room, "name" | "topic">): string {
  return excerpt(topic === null ? (name ?? "") : `${name ?? ""} – ${topic}`, 200);
}

/** A room in a list, with what waits in it. */
export function roomLine(room: RoomSummary, number: number, isCurrent: boolean): string {
  const waiting = room.unread === 0 ? "" : styled("yellow", ` ${room.unread} unread`);
  const mentions = room.mentions === 0 ? "" : styled("red", ` ${room.mentions} for you`);
  const kind = room.type === "private" ? dim(" private") : "";
  const last =
    room.lastMessage === null ? "" : dim(`  ${plainName(room.lastMessage.sender)}: ${quote(room.lastMessage.body)}`);
  return `${isCurrent ? "*" : " "}${String(number).padStart(3)}  ${strong(labelOf(room))}${kind}${waiting}${mentions}${last}`;
}

/** Hours and minutes where we are. */
export function clock(date: Date): string {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

export function day(date: Date): string {
  return date.toLocaleDateString(undefined, { dateStyle: "full" });
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "ada is typing", "ada and grace are typing". */
export function typingText(names: readonly string[]): string {
  if (names.length > 2) return "several people are typing";
  return names.length === 0 ? "" : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing`;
}
