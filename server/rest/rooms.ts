import { Event } from "./event-schemas.ts";
import { route } from "./route.ts";
import { BannedPage, MembershipPage, Room, RoomList, RoomPage, RoomSnapshot } from "./schemas.ts";

export const rooms = [
  route("room.list", { method: "GET", path: "/rooms", summary: "Lists your rooms.", answer: RoomList }),
  route("room.create", {
    method: "POST",
    path: "/rooms",
    summary: "Makes a room.",
    answer: Room,
    creates: true,
    idempotency: "optional",
    example: { type: "public", name: "Engines" },
  }),
  route("room.browse", { method: "GET", path: "/rooms/public", summary: "Lists the public rooms.", answer: RoomPage }),
  route("room.direct", {
    method: "POST",
    path: "/rooms/direct",
    summary: "Opens the direct room of you and these people.",
    description: "The same people are always the same room. Nobody else: a room for notes of your own.",
    answer: Room,
    example: { userIds: ["USER_ID"] },
  }),
  route("room.open", {
    method: "GET",
    path: "/rooms/{roomId}",
    summary: "Shows a room: its members, its newest messages, and where its events go on.",
    answer: RoomSnapshot,
  }),
  route("room.update", {
    method: "PATCH",
    path: "/rooms/{roomId}",
    summary: "Changes a room's name or topic.",
    answer: Room,
    example: { topic: "Anything that turns" },
  }),
  route("room.archive", {
    method: "POST",
    path: "/rooms/{roomId}/archive",
    summary: "Archives a room: it can be read, and not written to any more.",
    answer: null,
  }),
  route("room.join", { method: "POST", path: "/rooms/{roomId}/join", summary: "Joins a public room.", answer: null }),
  route("room.leave", { method: "POST", path: "/rooms/{roomId}/leave", summary: "Leaves a room.", answer: null }),
  route("room.members", {
    method: "GET",
    path: "/rooms/{roomId}/members",
    summary: "Lists a room's members, by name.",
    answer: MembershipPage,
  }),
  route("room.addMember", {
    method: "PUT",
    path: "/rooms/{roomId}/members/{userId}",
    summary: "Adds somebody to a room.",
    answer: null,
  }),
  route("room.setRole", {
    method: "PATCH",
    path: "/rooms/{roomId}/members/{userId}",
    summary: "Changes what a member may do.",
    answer: null,
    example: { role: "moderator" },
  }),
  route("room.removeMember", {
    method: "DELETE",
    path: "/rooms/{roomId}/members/{userId}",
    summary: "Removes somebody from a room.",
    answer: null,
  }),
  route("room.bans", {
    method: "GET",
    path: "/rooms/{roomId}/bans",
    summary: "Lists whom a room has banned.",
    answer: BannedPage,
  }),
  route("room.ban", {
    method: "PUT",
    path: "/rooms/{roomId}/bans/{userId}",
    summary: "Removes somebody and keeps them out.",
    answer: null,
  }),
  route("room.unban", {
    method: "DELETE",
    path: "/rooms/{roomId}/bans/{userId}",
    summary: "Lets somebody come back.",
    answer: null,
  }),
  route("room.onEvent", {
    method: "GET",
    path: "/rooms/{roomId}/events",
    summary: "Streams what happens in one room.",
    description: "As `/events`. It ends when you are no longer a member.",
    answer: Event,
  }),
];
