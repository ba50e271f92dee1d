import type { Room, RoomSummary } from "@natter/client";
import { Complaint, type Chat } from "./chat.ts";
import type { Command } from "./command.ts";
import { dim, labelOf, notice, plural, roomLine, strong, titleOf } from "./format.ts";

export const roomCommands: Command[] = [
  { usage: "rooms", help: "my rooms and what is unread in them", run: listRooms },
  { usage: "open <room>", help: "look at one of my rooms, by name, @person or number", run: open },
  { usage: "browse [text]", help: "public rooms", run: browse },
  { usage: "join <room>", help: "join a public room", run: join },
  { usage: "create [private] <name>", help: "make a room", run: create },
  { usage: "topic <text>", help: "say what the room is about", run: setTopic },
  { usage: "invite @name", help: "add somebody to the room", run: invite },
  { usage: "remove @name", help: "remove somebody from the room", run: remove },
  { usage: "leave", help: "leave the room", run: leave },
];

async function listRooms(chat: Chat): Promise<void> {
  await chat.reloadRooms();
  const lines = chat.rooms.all.map((room, index) => roomLine(room, index + 1, room.id === chat.view?.roomId));
  chat.print(...(lines.length > 0 ? lines : [notice("You are in no room yet: try /browse, /create or /dm.")]));
  chat.refresh();
}

async function open(chat: Chat, rest: string): Promise<void> {
  const [room, ...others] = chat.rooms.find(rest);
  if (room === undefined)
    throw new Complaint(`You are in no room called ${rest || "that"}. /rooms lists yours, /browse public ones.`);
  if (others.length > 0) throw new Complaint(`Several rooms are called ${rest}: take the number that /rooms shows.`);
  await chat.open(room.id);
}

async function browse(chat: Chat, rest: string): Promise<void> {
  const { items, nextCursor } = await chat.client.api.room.browse.query(rest === "" ? {} : { query: rest });
  if (items.length === 0) return chat.print(notice("There is no such public room. /create makes one."));
  chat.print(...items.map((room) => publicRoomLine(room, chat.rooms.get(room.id))));
  if (nextCursor !== null) chat.print(notice("... and more: /browse with a part of the name."));
}

function publicRoomLine(room: Room, mine: RoomSummary | undefined): string {
  const topic = room.topic === null ? "" : `  ${titleOf({ name: null, topic: room.topic })}`;
  const people = plural(room.memberCount, "person", "people");
  return `  ${strong(labelOf({ ...room, others: [] }))}${topic}  ${dim(mine === undefined ? people : `${people}, you are one of them`)}`;
}

async function join(chat: Chat, rest: string): Promise<void> {
  const wanted = rest.replace(/^#/, "");
  if (wanted === "") throw new Complaint("Say which room: /join <room>. /browse lists them.");
  const { items } = await chat.client.api.room.browse.query({ query: wanted, limit: 200 });
  const [room, ...others] = items.filter(({ name }) => name?.toLowerCase() === wanted.toLowerCase());
  if (room === undefined)
    throw new Complaint(`There is no public room called ${wanted}. /browse lists them, /create makes one.`);
  if (others.length > 0) chat.print(notice(`Several rooms are called ${wanted}: this is the first of them.`));
  await chat.client.api.room.join.mutate({ roomId: room.id });
  await chat.open(room.id);
}

async function create(chat: Chat, rest: string): Promise<void> {
  const [, isPrivate, name = ""] = /^(private\s+)?#?([^]*)$/.exec(rest) ?? [];
  const type = isPrivate === undefined ? "public" : "private";
  const room = await chat.client.api.room.create.mutate({ type, name });
  await chat.open(room.id);
}

async function setTopic(chat: Chat, rest: string): Promise<void> {
  await chat.client.api.room.update.mutate({ roomId: chat.room.summary.id, topic: rest === "" ? null : rest });
}

async function invite(chat: Chat, rest: string): Promise<void> {
  const { summary } = chat.room;
  const { id: userId } = await chat.person(rest);
  await chat.client.api.room.addMember.mutate({ roomId: summary.id, userId });
}

async function remove(chat: Chat, rest: string): Promise<void> {
  const { summary } = chat.room;
  const { id: userId } = await chat.person(rest);
  await chat.client.api.room.removeMember.mutate({ roomId: summary.id, userId });
}

async function leave(chat: Chat): Promise<void> {
  await chat.client.api.room.leave.mutate({ roomId: chat.room.summary.id });
}
