import { describe, expect, test } from "vitest";
import type { Event, HistoryEvent, Message } from "../../server/contract/index.ts";
import { Recorder, violations, type History } from "../support/history.ts";

const ada = { id: "ada", username: "ada", displayName: "Ada", kind: "person", avatarUrl: null } as const;

function message(seq: number, clientId: string, body = clientId): Message {
  return {
    id: `m-${clientId}`,
    roomId: "r",
    seq,
    updatedSeq: seq,
    sender: ada,
    clientId,
    body,
    data: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: new Date(0),
    editedAt: null,
    deletedAt: null,
  };
}

function sentEvent(seq: number, clientId: string): HistoryEvent {
  return { kind: "message.sent", roomId: "r", seq, at: new Date(0), actorId: "ada", message: message(seq, clientId) };
}

/** Two sends, one after the other, stored and seen by grace. */
function good() {
  const recorder = new Recorder();
  for (const [index, clientId] of ["a", "b"].entries()) {
    const send = recorder.begin({ senderId: "ada", roomId: "r", clientId, body: clientId });
    recorder.end(send, "ok", message(index + 1, clientId));
  }
  const log = [sentEvent(1, "a"), sentEvent(2, "b")];
  const final = [message(1, "a"), message(2, "b")];
  const events: Event[] = [...log];
  const grace = { name: "grace", userId: "grace", events, after: new Map([["r", 0]]) };
  return { sends: recorder.sends, final, log, witnesses: [grace] } satisfies History;
}

function leftEvent(seq: number, id: string): HistoryEvent {
  const user = { ...ada, id };
  const membership = { roomId: "r", user, role: "member", joinedAt: new Date(0), readSeq: 0 } as const;
  return { kind: "member.left", roomId: "r", seq, at: new Date(0), actorId: id, membership };
}

type Good = ReturnType<typeof good>;

describe("the history checker", () => {
  test("finds nothing wrong with a good history", () => {
    expect(violations(good())).toEqual([]);
  });

  const bad: [name: string, spoil: (history: Good) => void, words: string][] = [
    ["an acknowledged message that is lost", (h) => h.final.pop(), "acknowledged and is lost"],
    ["a message stored twice", (h) => h.final.push({ ...message(3, "b"), id: "other" }), "stored 2 times"],
    ["a failed send that is stored", (h) => (h.sends[0]!.outcome = "failed"), "failed and is stored"],
    ["another body", (h) => (h.final[0]!.body = "x"), "another body"],
    ["a retry that was answered otherwise", (h) => h.sends[0]!.answers.push(message(7, "a")), "answered in 2 ways"],
    ["a message from nowhere", (h) => h.final.push(message(3, "z")), "nobody sent z"],
    ["a gap in the seqs", (h) => (h.log[1] = sentEvent(3, "b")), "seq 3 where 2 belongs"],
    [
      "two acknowledged sends in the wrong order",
      (h) => ([h.final[0]!.seq, h.final[1]!.seq] = [2, 1]),
      "acknowledged earlier",
    ],
    [
      "an event that a subscriber missed",
      (h) => h.witnesses[0]!.events.splice(0, 2, sentEvent(1, "a"), sentEvent(3, "c")),
      "where 2 message.sent",
    ],
    ["an event that a subscriber saw twice", (h) => h.witnesses[0]!.events.push(sentEvent(2, "b")), "past the end"],
    [
      "events that a subscriber saw in the wrong order",
      (h) => h.witnesses[0]!.events.reverse(),
      "where 1 message.sent m-a belongs",
    ],
    ["a subscriber who saw nothing", (h) => h.witnesses[0]!.events.splice(0), "never saw the last 2"],
    [
      "a subscriber who was told to start again",
      (h) => h.witnesses[0]!.events.unshift({ kind: "reset", lastEventId: "e.0", reason: "ahead" }),
      "was reset: ahead",
    ],
    [
      "two sends of one socket in the wrong order",
      (h) => {
        for (const send of h.sends) [send.line, send.began, send.ended] = ["ada's", 0, 1];
        [h.final[0]!.seq, h.final[1]!.seq] = [2, 1];
      },
      "sent earlier on the same socket",
    ],
    [
      "someone who hears on after having left",
      (h) => {
        h.log.splice(1, 0, leftEvent(2, "grace"));
        h.log[2] = sentEvent(3, "b");
        h.witnesses[0]!.events = [...h.log];
      },
      "after having left it",
    ],
    ["a subscriber who never reached the head", (h) => h.witnesses[0]!.events.pop(), "never saw the last 1"],
  ];

  test.each(bad)("finds %s", (_name, spoil, words) => {
    const history = good();
    spoil(history);
    expect(violations(history).join("; ")).toContain(words);
  });

  test("wants no more of someone who has left", () => {
    const history = good();
    history.log.splice(1, 0, leftEvent(2, "grace"));
    history.log[2] = sentEvent(3, "b");
    history.witnesses[0]!.events = history.log.slice(0, 2);
    expect(violations(history)).toEqual([]);
    history.witnesses[0]!.userId = "ada";
    expect(violations(history)).not.toEqual([]);
  });

  test("takes an unknown send either way", () => {
    const history = good();
    history.sends[1]!.outcome = "unknown";
    history.sends[1]!.answers = [];
    expect(violations(history)).toEqual([]);
    history.final.pop();
    history.log.pop();
    history.witnesses[0]!.events.pop();
    expect(violations(history)).toEqual([]);
  });
});
