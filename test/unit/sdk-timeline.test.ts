import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PendingMessage } from "../../client-sdk/outbox/pending.ts";
import { isOutcome, withChanges } from "../../client-sdk/timeline/changes.ts";
import { applyToMessage } from "../../client-sdk/timeline/message.ts";
import { applyToRoomData, readMarks, roomDataOf } from "../../client-sdk/timeline/room-data.ts";
import { roomStateOf, type RoomFacts } from "../../client-sdk/timeline/room-state.ts";
import { applyToWindow, join, put, trim, windowOf } from "../../client-sdk/timeline/window.ts";
import type { Event, MemberEvent, User } from "../../server/contract/index.ts";
import {
  at,
  author,
  deleted,
  edited,
  membership,
  message,
  page,
  reaction,
  room,
  sent,
  snapshot,
} from "./sdk-samples.ts";

const seqs = (window: { messages: readonly { seq: number }[] }) => window.messages.map(({ seq }) => seq);
const renamed = (id: string): User => ({ ...author(id, { displayName: "New Name" }), statusText: null, createdAt: at });

describe("a message", () => {
  const original = message(1);

  test("becomes what the later of two copies says, whichever comes first", () => {
    const once = edited(2, original, { body: "once" });
    const twice = edited(3, original, { body: "twice" });
    const inOrder = [once, twice].reduce((now, event) => applyToMessage(now, event, "ada"), original);
    expect(inOrder.body).toBe("twice");
    expect(applyToMessage(inOrder, once, "ada")).toBe(inOrder);
  });

  test("counts each reaction once, mine first", () => {
    const events = [
      reaction(2, "reaction.added", "m1", "grace"),
      reaction(3, "reaction.added", "m1", "ada"),
      reaction(4, "reaction.added", "m1", "mallory", "🎉"),
      reaction(5, "reaction.removed", "m1", "mallory", "🎉"),
    ];
    const reacted = [...events, ...events].reduce((now, event) => applyToMessage(now, event, "ada"), original);
    expect(reacted.reactions).toEqual([{ emoji: "👍", count: 2, userIds: ["ada", "grace"] }]);
    expect(reacted.updatedSeq).toBe(5);
    expect(applyToMessage(reacted, events[2]!, "ada")).toBe(reacted);
  });

  test("names at most 50 of those who reacted, and me among them", () => {
    const crowd = Array.from({ length: 60 }, (_, index) =>
      reaction(index + 2, "reaction.added", "m1", `user-${index}`),
    );
    const crowded = crowd.reduce((now, event) => applyToMessage(now, event, "ada"), original);
    const mine = applyToMessage(crowded, reaction(70, "reaction.added", "m1", "ada"), "ada");
    expect(mine.reactions[0]).toMatchObject({ count: 61, userIds: { length: 50, 0: "ada" } });
    // An event's copy names the first 50, whoever reads it.
    const copy = {
      ...crowded,
      updatedSeq: 71,
      reactions: [{ emoji: "👍", count: 61, userIds: crowded.reactions[0]!.userIds }],
    };
    const after = applyToMessage(mine, edited(71, copy, { body: "edited" }), "ada");
    expect(after).toMatchObject({ body: "edited", reactions: [{ count: 61, userIds: { length: 50, 0: "ada" } }] });
  });

  test("quotes what the quoted message says now", () => {
    const reply = message(2, { replyTo: { id: "m1", sender: author("grace"), body: "message 1" } });
    const quoting = applyToMessage(reply, edited(3, original, { body: "edited" }), "ada");
    expect(quoting.replyTo?.body).toBe("edited");
    expect(applyToMessage(quoting, deleted(4, original), "ada").replyTo?.body).toBe("");
  });

  test("carries its people's present names", () => {
    const reply = message(2, { replyTo: { id: "m1", sender: author("grace"), body: "" }, sender: author("mallory") });
    const after = applyToMessage(reply, { kind: "user.updated", user: renamed("grace") }, "ada");
    expect(after.replyTo?.sender.displayName).toBe("New Name");
    expect(after.sender).toBe(reply.sender);
    expect(Object.keys(after.replyTo!.sender)).toEqual(Object.keys(author("grace")));
  });
});

describe("a window", () => {
  const newest = windowOf(page([message(4), message(6)], "older"));
  const away = windowOf(page([message(4), message(6)], "older", "newer"));

  test("at the newest message grows with what is sent; elsewhere it does not", () => {
    expect(seqs(applyToWindow(newest, sent(9), "ada"))).toEqual([4, 6, 9]);
    expect(applyToWindow(away, sent(9), "ada")).toBe(away);
  });

  test("takes no message twice, and none from before its beginning", () => {
    expect(applyToWindow(newest, sent(6), "ada")).toBe(newest);
    expect(applyToWindow(newest, sent(2), "ada")).toBe(newest);
  });

  test("is extended by pages that meet or overlap it", () => {
    const older = join(newest, page([message(1), message(3), message(4)], null), "older", "ada");
    expect(seqs(older)).toEqual([1, 3, 4, 6]);
    expect(older).toMatchObject({ hasOlder: false, hasNewer: false, olderCursor: null });
    const newer = join(away, page([message(7)], "older", null), "newer", "ada");
    expect(newer).toMatchObject({ hasOlder: true, hasNewer: false, olderCursor: "older" });
  });

  test("keeps what has happened to a message while an older copy was on its way", () => {
    const live = applyToWindow(newest, edited(7, message(6), { body: "edited" }), "ada");
    expect(join(live, page([message(6)]), "older", "ada").messages.at(-1)?.body).toBe("edited");
  });

  test("can be trimmed at either end, and says so", () => {
    expect(trim(newest, 1, "newest")).toMatchObject({ messages: [{ seq: 6 }], hasOlder: true, olderCursor: null });
    expect(trim(newest, 1, "oldest")).toMatchObject({ messages: [{ seq: 4 }], hasNewer: true, newerCursor: null });
    expect(trim(newest, 2, "newest")).toBe(newest);
  });

  test("puts a message where it belongs, or nowhere", () => {
    expect(seqs(put(newest, message(5), "ada"))).toEqual([4, 5, 6]);
    expect(put(newest, message(3), "ada")).toBe(newest);
    expect(put(away, message(9), "ada")).toBe(away);
  });

  test("whatever comes in whatever order and however often, it stays in order, each message once", () => {
    const step = fc.record({ seq: fc.integer({ min: 1, max: 30 }), how: fc.constantFrom("sent", "page", "put") });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = steps.reduce(
          (now, { seq, how }) => {
            if (how === "sent") return applyToWindow(now, sent(seq), "ada");
            return how === "put" ? put(now, message(seq), "ada") : join(now, page([message(seq)]), "older", "ada");
          },
          windowOf(page([])),
        );
        expect(seqs(window)).toEqual([...new Set(seqs(window))].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("a room", () => {
  const data = roomDataOf(snapshot());
  const after = (...events: Event[]) => events.reduce((now, event) => applyToRoomData(now, event, "ada"), data);
  const member = (seq: number, kind: MemberEvent["kind"], userId: string, readSeq = seq): MemberEvent => ({
    ...{ kind, roomId: "room", seq, at, actorId: userId },
    membership: membership(userId, { readSeq }),
  });

  test("ignores what its snapshot holds already", () => {
    expect(after(sent(10), member(9, "member.joined", "mallory"))).toBe(data);
  });

  test("counts its members, also where a replayed event says it all in advance", () => {
    const updated: Event = {
      ...{ kind: "room.updated", roomId: "room", seq: 12, at, actorId: "ada" },
      room: room({ headSeq: 14, memberCount: 4, topic: "new" }),
    };
    const present = after(
      member(11, "member.joined", "mallory"),
      updated,
      member(13, "member.joined", "ken"),
      member(14, "member.joined", "barbara"),
      member(15, "member.left", "ken"),
    );
    expect(present.room).toMatchObject({ memberCount: 3, headSeq: 15, topic: "new" });
    expect(present.members.map(({ user }) => user.id)).toEqual(["ada", "barbara", "grace", "mallory"]);
  });

  test("knows how far people have read, also where the mark came before the membership", () => {
    const mark: Event = { kind: "read.moved", roomId: "room", userId: "mallory", readSeq: 30 };
    const present = after(mark, member(11, "member.joined", "mallory"), sent(12));
    expect(readMarks(present)).toEqual(
      new Map([
        ["grace", 12],
        ["mallory", 30],
      ]),
    );
    expect(after(mark, { ...mark, readSeq: 4 }, member(11, "member.joined", "mallory")).members[2]?.readSeq).toBe(30);
  });

  test("stops at a gap until it has been read anew", () => {
    const gapped = after(sent(12), sent(13));
    expect(gapped).toMatchObject({ isComplete: false, appliedSeq: 10 });
    expect(seqs(gapped.window)).toEqual([8, 10]);
  });

  test("is left with my own leaving, and has to be read anew when I am back", () => {
    expect(after(member(11, "member.removed", "ada"))).toMatchObject({ left: true, isComplete: true });
    expect(after(member(11, "member.left", "ada"), member(20, "member.joined", "ada"))).toMatchObject({
      left: false,
      isComplete: false,
    });
  });
});

describe("what is shown of a room", () => {
  const facts: RoomFacts = {
    ...{ data: roomDataOf(snapshot()), me: "ada", changes: [], pending: [], loading: null, firstUnreadSeq: null },
    ...{ isLive: true, summary: undefined, typing: [] },
  };
  const shown = roomStateOf(facts, null);

  test("is the same object while it is the same", () => {
    expect(roomStateOf({ ...facts, typing: [], pending: [] }, shown)).toBe(shown);
  });

  test("keeps the parts that do not change", () => {
    const later = roomStateOf({ ...facts, data: applyToRoomData(facts.data, sent(11), "ada"), typing: [] }, shown);
    expect(later.messages).toHaveLength(3);
    for (const key of ["others", "pending", "typing"] as const) expect(later[key]).toBe(shown[key]);
    expect(later.readMarks).not.toBe(shown.readMarks);
    const typing = roomStateOf({ ...facts, typing: [author("grace")] }, shown);
    expect(typing.readMarks).toBe(shown.readMarks);
    expect(typing.members).toBe(shown.members);
  });

  test("never has a message both pending and stored", () => {
    const mine = message(11, { sender: author("ada"), clientId: "c11" });
    const data = applyToRoomData(facts.data, { ...sent(11), message: mine }, "ada");
    const pending = ["c11", "c12"].map((clientId) => ({ clientId }) as PendingMessage);
    expect(roomStateOf({ ...facts, data, pending }, shown).pending).toEqual([{ clientId: "c12" }]);
  });
});

describe("what I have done to a message", () => {
  const hello = message(1, { reactions: [{ emoji: "❤️", count: 1, userIds: ["grace"] }] });

  test("is shown in the order in which I did it", () => {
    const changes = [
      { kind: "edit", messageId: "m1", body: "first", at },
      { kind: "react", messageId: "m1", emoji: "❤" },
      { kind: "edit", messageId: "m1", body: "second", at },
    ] as const;
    const [shown] = withChanges([hello], changes, "ada");
    expect(shown).toMatchObject({ body: "second", editedAt: at });
    expect(shown?.reactions).toEqual([{ emoji: "❤️", count: 2, userIds: ["ada", "grace"] }]);
    expect(withChanges([hello], [{ kind: "delete", messageId: "m1", at }, ...changes], "ada")[0]).toMatchObject({
      body: "",
      reactions: [],
    });
  });

  test("is over when its event comes, however the server spells the emoji", () => {
    const change = { kind: "react", messageId: "m1", emoji: "❤" } as const;
    expect(isOutcome(reaction(2, "reaction.added", "m1", "ada", "❤️"), change, "ada")).toBe(true);
    expect(isOutcome(reaction(2, "reaction.removed", "m1", "ada", "❤️"), change, "ada")).toBe(false);
    expect(isOutcome(reaction(2, "reaction.added", "m1", "grace", "❤️"), change, "ada")).toBe(false);
  });
});
