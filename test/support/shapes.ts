import { expect } from "vitest";
import type { Author, Me } from "../../server/contract/index.ts";

/** The part of a person that travels with messages and memberships. */
export function authorOf({ id, username, displayName, kind, avatarUrl }: Me): Author {
  return { id, username, displayName, kind, avatarUrl };
}

/** A message as it is when it has just been sent, but for what the test says. */
export function aMessage(more: object) {
  return {
    id: expect.any(String),
    roomId: expect.any(String),
    seq: expect.any(Number),
    updatedSeq: expect.any(Number),
    sender: expect.anything(),
    clientId: expect.any(String),
    body: expect.any(String),
    data: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: expect.any(Date),
    editedAt: null,
    deletedAt: null,
    ...more,
  };
}

/** A room as it is when it has just been made, but for what the test says. */
export function aRoom(more: object) {
  return {
    id: expect.any(String),
    type: "private",
    name: "Engines",
    topic: null,
    memberCount: expect.any(Number),
    headSeq: expect.any(Number),
    createdAt: expect.any(Date),
    archivedAt: null,
    ...more,
  };
}

export function aMembership(of: Me, more: object = {}) {
  return {
    roomId: expect.any(String),
    user: authorOf(of),
    role: "member",
    joinedAt: expect.any(Date),
    readSeq: expect.any(Number),
    ...more,
  };
}
