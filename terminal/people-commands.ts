import type { Author, NatterClient } from "@natter/client";
import { Complaint, type Chat } from "./chat.ts";
import type { Command } from "./command.ts";
import { dim, nameOf, notice } from "./format.ts";
import { excerpt } from "./text.ts";

export const peopleCommands: Command[] = [
  { usage: "dm @name [@name ...]", help: "talk to people directly; /dm alone: notes to yourself", run: direct },
  { usage: "who", help: "who is in the room, and who is there", run: who },
  { usage: "people [text]", help: "everybody on this server", run: listPeople },
  { usage: "status <online|away|busy|invisible>", help: "how others see you", run: setStatus },
  { usage: "block @name", help: "hide what somebody writes, and hear from them no more", run: block },
  { usage: "unblock @name", help: "undo that", run: unblock },
];

async function direct(chat: Chat, rest: string): Promise<void> {
  const names = rest.split(/[\s,]+/).filter((name) => name !== "");
  const userIds: string[] = [];
  for (const name of names) userIds.push((await chat.person(name)).id);
  const room = await chat.client.api.room.direct.mutate({ userIds });
  await chat.open(room.id);
}

async function who(chat: Chat): Promise<void> {
  const { items, nextCursor } = await chat.client.api.room.members.query({ roomId: chat.room.summary.id, limit: 200 });
  const users = items.map(({ user }) => user);
  chat.people.meet(...users);
  for (const { user, role } of items) {
    const status = user.id === chat.me.id ? "you" : chat.people.statusOf(user.id);
    chat.print(personLine(user, role === "member" ? status : `${status}, ${role}`));
  }
  if (nextCursor !== null) chat.print(notice("... and more"));
}

async function listPeople(chat: Chat, rest: string): Promise<void> {
  const { items, nextCursor } = await chat.client.api.user.list.query(rest === "" ? {} : { query: rest });
  chat.people.meet(...items);
  for (const user of items) {
    const text = user.statusText === null ? "" : `  ${excerpt(user.statusText, 140)}`;
    chat.print(personLine(user, `${user.online ? "online" : "offline"}${text}`));
  }
  if (items.length === 0) chat.print(notice("There is nobody like that."));
  if (nextCursor !== null) chat.print(notice("... and more: /people with a part of the name."));
}

function personLine(user: Author, remark: string): string {
  return `  ${nameOf(user)} ${dim(`@${user.username}  ${remark}`)}`;
}

type Status = Parameters<NatterClient["api"]["presence"]["set"]["mutate"]>[0]["status"];
const statuses: readonly string[] = ["online", "away", "busy", "invisible"] satisfies Status[];

async function setStatus(chat: Chat, rest: string): Promise<void> {
  if (!isStatus(rest)) throw new Complaint(`Choose one of ${statuses.join(", ")}.`);
  await chat.client.api.presence.set.mutate({ status: rest });
  chat.print(notice(`You are ${rest} now.`));
}

function isStatus(text: string): text is Status {
  return statuses.includes(text);
}

async function block(chat: Chat, rest: string): Promise<void> {
  const user = await chat.person(rest);
  await chat.client.api.user.block.mutate({ userId: user.id });
  chat.people.blocked.add(user.id);
  chat.print(notice(`You hear no more from ${user.username}.`));
}

async function unblock(chat: Chat, rest: string): Promise<void> {
  const user = await chat.person(rest);
  await chat.client.api.user.unblock.mutate({ userId: user.id });
  chat.people.blocked.delete(user.id);
  chat.print(notice(`You hear from ${user.username} again.`));
}
