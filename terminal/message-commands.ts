import { setTimeout } from "node:timers/promises";
import type { Message } from "@natter/client";
import { Complaint, type Chat } from "./chat.ts";
import type { Command } from "./command.ts";
import { dim, labelOf, messageLines, notice } from "./format.ts";

export const messageCommands: Command[] = [
  { usage: "reply [#12] <text>", help: "answer a message", run: reply },
  { usage: "react [#12] <emoji>", help: "react to a message", run: react },
  { usage: "unreact [#12] <emoji>", help: "take a reaction back", run: unreact },
  { usage: "edit [#12] <text>", help: "change a message of mine", run: edit },
  { usage: "delete [#12]", help: "delete a message of mine", run: remove },
  { usage: "older", help: "what came before, a page at a time", run: showOlder },
  { usage: "search <text>", help: "find messages in all my rooms", run: search },
  { usage: "retry", help: "send again what was refused", run: retry },
];

/** `#12 text`: the number, if there is one, and the rest. */
function parse(rest: string): { number: number | null; text: string } {
  const [, number, text = ""] = /^(?:#(\d+)(?:\s+|$))?([^]*)$/.exec(rest) ?? [];
  return { number: number === undefined ? null : Number(number), text };
}

async function find(chat: Chat, number: number | null, fits: (message: Message) => boolean): Promise<Message> {
  // The latest may still be under way; without a connection it stays so.
  await Promise.race([chat.outbox.empty(), setTimeout(2000, null, { ref: false })]);
  const message = chat.room.view.find(number, fits);
  if (message !== undefined) return message;
  throw new Complaint(
    number === null ? "There is no such message in sight." : `Message #${number} is not in sight: /older shows more.`,
  );
}

async function reply(chat: Chat, rest: string): Promise<void> {
  const { number, text } = parse(rest);
  if (text === "") throw new Complaint("Say what: /reply [#12] <text>.");
  const message = await find(chat, number, ({ sender }) => sender.id !== chat.me.id);
  chat.outbox.send({ roomId: message.roomId, body: text, replyToId: message.id });
}

async function react(chat: Chat, rest: string): Promise<void> {
  await chat.client.api.message.react.mutate(await reaction(chat, rest));
}

async function unreact(chat: Chat, rest: string): Promise<void> {
  await chat.client.api.message.unreact.mutate(await reaction(chat, rest));
}

async function reaction(chat: Chat, rest: string): Promise<{ messageId: string; emoji: string }> {
  const { number, text } = parse(rest);
  if (text === "") throw new Complaint("Say with which emoji: /react [#12] <emoji>.");
  const message = await find(chat, number, ({ sender }) => sender.id !== chat.me.id);
  return { messageId: message.id, emoji: text };
}

async function edit(chat: Chat, rest: string): Promise<void> {
  const { number, text } = parse(rest);
  if (text === "") throw new Complaint("Say what it shall be: /edit [#12] <text>.");
  const message = await find(chat, number, ({ sender }) => sender.id === chat.me.id);
  await chat.client.api.message.edit.mutate({ messageId: message.id, body: text });
}

async function remove(chat: Chat, rest: string): Promise<void> {
  const { number } = parse(rest);
  const message = await find(chat, number, ({ sender }) => sender.id === chat.me.id);
  await chat.client.api.message.delete.mutate({ messageId: message.id });
}

async function showOlder(chat: Chat): Promise<void> {
  const { view } = chat.room;
  if (view.olderCursor === null) return chat.print(notice("This is where the room begins."));
  const { items, nextCursor } = await chat.client.api.message.list.query({
    roomId: view.roomId,
    cursor: view.olderCursor,
  });
  chat.print(notice("before that:"), ...view.olderLines(items, nextCursor), notice("now:"));
}

async function search(chat: Chat, rest: string): Promise<void> {
  if (rest === "") throw new Complaint("Say what to look for: /search <text>.");
  const { items, nextCursor } = await firstFound(chat, rest);
  for (const message of items.toReversed()) chat.print(...found(chat, message));
  const more = nextCursor === null ? "" : ", and more: narrow it down";
  chat.print(notice(items.length === 0 ? "Nothing was found." : `${items.length} found, the newest last${more}`));
}

/** Goes on where a page is short: the search then has looked at a part of the history only. */
async function firstFound(chat: Chat, query: string): Promise<{ items: Message[]; nextCursor: string | null }> {
  const items: Message[] = [];
  let nextCursor: string | null = null;
  do {
    const page = await chat.client.api.message.search.query({ query, limit: 20 - items.length, cursor: nextCursor });
    items.push(...page.items);
    nextCursor = page.nextCursor;
  } while (nextCursor !== null && items.length < 20);
  return { items, nextCursor };
}

function found(chat: Chat, message: Message): string[] {
  const room = chat.rooms.get(message.roomId);
  const place = dim(`${message.createdAt.toLocaleDateString()} ${room === undefined ? "" : labelOf(room)} `);
  const [first = "", ...more] = messageLines(message, { isHidden: chat.people.blocked.has(message.sender.id) });
  return [`${place}${first}`, ...more];
}

function retry(chat: Chat): void {
  if (chat.outbox.retry() === 0) chat.print(notice("Nothing was refused."));
}
