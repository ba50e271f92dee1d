import { expect, test } from "vitest";
import type { Event } from "../../server/contract/index.ts";
import { Listener, say, signUp, type Person } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startServer } from "../support/server.ts";

/** A long run: `NATTER_STORM=2000`. */
const crowd = Number(process.env["NATTER_STORM"] ?? 150);

test(
  `${crowd} clients come back in the same instant after a kill: each resumes exactly, and those who talk are heard`,
  { timeout: 60_000 + crowd * 50 },
  async () => {
    await using server = await startServer();
    await using ada = await signUp(server.url, "ada");
    const { id: roomId, lastEventId } = await openRoom(ada);
    const missed = await sayAll(ada, roomId, ["one", "two", "three"]);
    await server.restart();

    // Ada is back first, and talks from when the others knock to when the last of them has been let in.
    using heard = await new Listener(ada.api).ready();
    const storm = Array.from({ length: crowd }, () => resume(server.wsUrl, ada.session.accessToken, lastEventId));
    let inside = 0;
    for (const resumed of storm) void resumed.then(() => (inside += 1));
    const meanwhile: string[] = [];
    do meanwhile.push((await say(ada, roomId, `while ${inside} are in`)).id);
    while (inside < crowd);
    const expected = [...missed, ...meanwhile, (await say(ada, roomId, "the end")).id];

    await heard.until((events) => messagesOf(events).includes(expected.at(-1) ?? ""));
    expect(messagesOf(heard.events)).toEqual(expected.slice(missed.length));
    for (const socket of await Promise.all(storm)) {
      const seen = () => messagesOf(socket.frames.map(eventOf));
      while (seen().at(-1) !== expected.at(-1)) await socket.until(socket.frames.length + 1);
      expect(seen()).toEqual(expected);
      await socket[Symbol.asyncDispose]();
    }
  },
);

async function openRoom(ada: Person) {
  const room = await ada.api.room.create.mutate({ type: "private", name: "Storm" });
  return { id: room.id, ...(await ada.api.room.open.query({ roomId: room.id })) };
}

async function sayAll(ada: Person, roomId: string, bodies: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) ids.push((await say(ada, roomId, body)).id);
  return ids;
}

/** Resolves with the socket once its stream has begun. */
async function resume(url: string, token: string, lastEventId: string): Promise<RawSocket> {
  const socket = await RawSocket.openAs(url, token);
  const subscribe = call(1, "subscription", "sync.onEvent");
  socket.send({ ...subscribe, params: { ...subscribe.params, lastEventId } });
  await socket.until(2);
  return socket;
}

function eventOf(frame: string): Event | null {
  const { result } = JSON.parse(frame) as { result?: { data?: { json?: { data?: Event } } } };
  return result?.data?.json?.data ?? null;
}

function messagesOf(events: readonly (Event | null)[]): string[] {
  return events.flatMap((event) => (event?.kind === "message.sent" ? [event.message.id] : []));
}
