import type { Event, HistoryEvent, Message, RoomId, UserId } from "../../server/contract/index.ts";

/** What a client did, as it saw it. `unknown`: it never learned whether the send was stored. */
export interface SendRecord {
  senderId: UserId;
  roomId: RoomId;
  clientId: string;
  body: string;
  /** Sends of one line were made one after another on one socket: they are stored in that order. */
  line?: string;
  outcome: "ok" | "failed" | "unknown";
  /** On one clock for all clients, counted, not timed: before the call, and after its outcome. */
  began: number;
  ended: number;
  /** Every answer that was got for this clientId. */
  answers: Message[];
}

/** What one subscriber saw, over all its reconnects. */
export interface Witness {
  name: string;
  userId?: UserId;
  events: readonly Event[];
  /** Where it began: the rooms that it must hear of, each with the seq after which. Default: with what it saw first. */
  after?: ReadonlyMap<RoomId, number>;
}

export interface History {
  sends: readonly SendRecord[];
  witnesses: readonly Witness[];
  /** The rooms' messages at the end, read through the API. */
  final: readonly Message[];
  /** Event by event, the rooms' whole histories at the end. */
  log: readonly HistoryEvent[];
}

/** Records what clients do, on one logical clock. */
export class Recorder {
  readonly sends: SendRecord[] = [];
  #clock = 0;

  begin(send: Pick<SendRecord, "senderId" | "roomId" | "clientId" | "body" | "line">): SendRecord {
    const record: SendRecord = { ...send, outcome: "unknown", began: this.#clock++, ended: Infinity, answers: [] };
    this.sends.push(record);
    return record;
  }

  end(record: SendRecord, outcome: SendRecord["outcome"], answer?: Message): void {
    // A later repeat says nothing about when the first one was acknowledged.
    if (record.outcome !== "ok") {
      record.outcome = outcome;
      record.ended = this.#clock++;
    }
    if (answer !== undefined) record.answers.push(answer);
  }
}

/**
 * Every way in which the history breaks a promise of Natter's, in words; empty when it keeps them all.
 * P1 durable, P2 honest outcome, P3 exactly once, P4 order, P5 resume.
 */
export function violations(history: History): string[] {
  return [
    ...checkSends(history),
    ...checkStrangers(history),
    ...checkSeqs(history.log),
    ...checkOrder(history),
    ...checkLines(history),
    ...history.witnesses.flatMap((witness) => [
      ...checkResets(witness),
      ...checkDeparture(witness),
      ...checkWitness(witness, history.log),
    ]),
  ];
}

function* checkSends({ sends, final }: History): Iterable<string> {
  const stored = Map.groupBy(final, (message) => key(message.sender.id, message.roomId, message.clientId));
  for (const send of sends) {
    const copies = stored.get(key(send.senderId, send.roomId, send.clientId)) ?? [];
    if (copies.length > 1) yield `${send.clientId} is stored ${copies.length} times`;
    if (send.outcome === "ok" && copies.length === 0) yield `${send.clientId} was acknowledged and is lost`;
    if (send.outcome === "failed" && copies.length > 0) yield `${send.clientId} failed and is stored`;
    for (const copy of copies) if (copy.body !== send.body) yield `${send.clientId} was stored with another body`;
    const seqs = new Set([...send.answers, ...copies].map((message) => `${message.id} ${message.seq}`));
    if (seqs.size > 1) yield `${send.clientId} was answered in ${seqs.size} ways`;
  }
}

function* checkStrangers({ sends, final }: History): Iterable<string> {
  const known = new Set(sends.map((send) => key(send.senderId, send.roomId, send.clientId)));
  for (const message of final) {
    if (!known.has(key(message.sender.id, message.roomId, message.clientId))) yield `nobody sent ${message.clientId}`;
  }
}

function* checkSeqs(log: readonly HistoryEvent[]): Iterable<string> {
  for (const [roomId, events] of Map.groupBy(log, (event) => event.roomId)) {
    for (const [index, event] of events.entries()) {
      if (event.seq !== index + 1) yield `room ${roomId} has seq ${event.seq} where ${index + 1} belongs`;
    }
  }
}

/** If A was acknowledged before B was sent, A comes first. */
function* checkOrder({ sends, final }: History): Iterable<string> {
  const seqs = new Map(final.map((message) => [key(message.sender.id, message.roomId, message.clientId), message.seq]));
  for (const [roomId, inRoom] of Map.groupBy(sends, (send) => send.roomId)) {
    let highest = { seq: 0, clientId: "" };
    const byEnd = inRoom.filter((send) => send.outcome === "ok").toSorted((a, b) => a.ended - b.ended);
    let next = 0;
    for (const send of inRoom.toSorted((a, b) => a.began - b.began)) {
      for (; (byEnd[next]?.ended ?? Infinity) < send.began; next++) {
        const done = byEnd[next]!;
        const seq = seqs.get(key(done.senderId, roomId, done.clientId)) ?? 0;
        if (seq > highest.seq) highest = { seq, clientId: done.clientId };
      }
      const seq = seqs.get(key(send.senderId, roomId, send.clientId));
      if (seq !== undefined && seq < highest.seq)
        yield `${send.clientId} came before ${highest.clientId}, acknowledged earlier`;
    }
  }
}

/** What one socket sent in one go is stored as it was sent. */
function* checkLines({ sends, final }: History): Iterable<string> {
  const seqs = new Map(final.map((message) => [key(message.sender.id, message.roomId, message.clientId), message.seq]));
  for (const [line, inLine] of Map.groupBy(sends, (send) => send.line)) {
    if (line === undefined) continue;
    let before = { seq: 0, clientId: "" };
    for (const { senderId, roomId, clientId } of inLine) {
      const seq = seqs.get(key(senderId, roomId, clientId));
      if (seq === undefined) continue;
      if (seq < before.seq) yield `${clientId} came before ${before.clientId}, sent earlier on the same socket`;
      before = { seq, clientId };
    }
  }
}

/** Nobody here asks for a limit, and nothing is pruned or restored: there is no reason to reset a stream. */
function* checkResets({ name, events }: Witness): Iterable<string> {
  for (const event of events) if (event.kind === "reset") yield `${name} was reset: ${event.reason}`;
}

/** Nobody hears of a room after having left it. */
function* checkDeparture({ name, userId, events }: Witness): Iterable<string> {
  const left = new Set<RoomId>();
  for (const event of events) {
    if (!("seq" in event)) continue;
    const own = "membership" in event && event.membership.user.id === userId;
    if (own && event.kind === "member.joined") left.delete(event.roomId);
    if (left.has(event.roomId)) yield `${name} saw ${fingerprint(event)} of ${event.roomId} after having left it`;
    if (own && (event.kind === "member.left" || event.kind === "member.removed")) left.add(event.roomId);
  }
}

/** What a subscriber saw of a room is a gap-free slice of the final log, each event once, up to its end. */
function* checkWitness({ name, userId, events, after }: Witness, log: readonly HistoryEvent[]): Iterable<string> {
  const seen = Map.groupBy(
    events.filter((event): event is HistoryEvent => "seq" in event),
    (event) => event.roomId,
  );
  for (const [roomId, final] of Map.groupBy(log, (event) => event.roomId)) {
    const got = seen.get(roomId) ?? [];
    const from = after?.has(roomId) ? (after.get(roomId) ?? 0) + 1 : got[0]?.seq;
    if (from === undefined) continue;
    const wrong = firstWrong(got, final.slice(from - 1));
    if (wrong !== null) {
      yield `${name} saw ${wrong}`;
      continue;
    }
    const missing = final.length - (from - 1 + got.length);
    if (missing > 0 && !endsStay(got.at(-1), userId)) yield `${name} never saw the last ${missing} events of ${roomId}`;
  }
}

function firstWrong(got: readonly HistoryEvent[], wanted: readonly HistoryEvent[]): string | null {
  for (const [index, event] of got.entries()) {
    const expected = wanted[index];
    if (expected === undefined) return `seq ${event.seq} of ${event.roomId}, past the end`;
    if (fingerprint(event) !== fingerprint(expected)) {
      return `${fingerprint(event)} where ${fingerprint(expected)} belongs`;
    }
  }
  return null;
}

function endsStay(event: HistoryEvent | undefined, userId: UserId | undefined): boolean {
  const departs = event?.kind === "member.left" || event?.kind === "member.removed";
  return departs && event.membership.user.id === userId;
}

function fingerprint(event: HistoryEvent): string {
  const about = "message" in event ? event.message.id : "messageId" in event ? event.messageId : "";
  return `${event.seq} ${event.kind} ${about}`.trim();
}

function key(senderId: UserId, roomId: RoomId, clientId: string): string {
  return `${senderId} ${roomId} ${clientId}`;
}
