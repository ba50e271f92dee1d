import { expect, test } from "vitest";
import type { LogItem, Position } from "../../db/store.ts";
import { Hub, type Subscriber } from "../../server/delivery/hub.ts";
import type { Delivery } from "../../server/delivery/sink.ts";

const roomId = "engines";

/** Grace's stream, which has been read up to a position. */
class GraceAt implements Subscriber {
  readonly userId = "grace";
  readonly roomId = undefined;
  readonly heard: Position[] = [];
  readonly position: Position;

  constructor(position: Position) {
    this.position = position;
  }

  deliver(_item: Delivery, position: Position): void {
    this.heard.push(position);
  }

  end(): void {}
}

function member(position: Position, kind: "member.joined" | "member.left"): LogItem {
  const user = { id: "grace", username: "grace", displayName: "Grace", kind: "person", avatarUrl: null } as const;
  const membership = { roomId, user, role: "member", joinedAt: new Date(0), readSeq: 0 } as const;
  const event = { kind, roomId, seq: position, at: new Date(0), actorId: "grace", membership };
  return { type: "event", position, event, admits: kind === "member.joined" ? ["grace"] : [] };
}

function renamed(position: Position): LogItem {
  const room = {
    id: roomId,
    type: "private",
    name: "Engines",
    topic: null,
    memberCount: 1,
    headSeq: position,
  } as const;
  const event = { kind: "room.updated", roomId, seq: position, at: new Date(0), actorId: "ada" } as const;
  return {
    type: "event",
    position,
    event: { ...event, room: { ...room, createdAt: new Date(0), archivedAt: null } },
    admits: [],
  };
}

// Commits are published a little after they are made: a stream may have read past what the hub is yet to hear.

test("a joining that grace's stream has read past does not bring her into a room that she has left since", () => {
  const hub = new Hub("epoch");
  const stream = new GraceAt(6);
  hub.enter(stream, []);
  hub.hear(member(4, "member.joined"));
  hub.hear(member(5, "member.left"));
  hub.hear(renamed(7));
  expect(stream.heard).toEqual([]);
});

test("a leaving that grace's stream has read past does not take her out of a room that she has come back to", () => {
  const hub = new Hub("epoch");
  const stream = new GraceAt(5);
  hub.enter(stream, [roomId]);
  hub.hear(member(4, "member.left"));
  hub.hear(member(5, "member.joined"));
  hub.hear(renamed(6));
  expect(stream.heard).toEqual([6]);
});
