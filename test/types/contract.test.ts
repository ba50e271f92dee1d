import { expectTypeOf, test } from "vitest";
import type { Event, HistoryEvent, Message, Room } from "../../server/contract/index.ts";

test("the kind of an event says what it carries", () => {
  const event = {} as HistoryEvent;
  if (event.kind === "message.sent") expectTypeOf(event.message).toEqualTypeOf<Message>();
  if (event.kind === "room.updated") expectTypeOf(event.room).toEqualTypeOf<Room>();
  expectTypeOf(event.seq).toEqualTypeOf<number>();
});

test("a state event has no seq", () => {
  expectTypeOf<Extract<Event, { kind: "read.moved" }>>().not.toHaveProperty("seq");
});
