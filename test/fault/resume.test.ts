import { expect, test } from "vitest";
import { Pulse } from "../support/pulse.ts";
import { say, signUp } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { Ear } from "../support/witness.ts";

const streams = 60;
const missed = 300;
/** Of the server's own work, between two questions: a page, and what goes out with it. */
const stallMs = 250;

test("when everybody comes back at once nothing is missing, and who talks meanwhile is heard", async () => {
  await using server = await startServer();
  await using ada = await signUp(server.url, "ada");
  await using grace = await signUp(server.url, "grace");
  const { id: roomId } = await ada.api.room.create.mutate({
    type: "private",
    name: "Engines",
    memberIds: [grace.me.id],
  });
  const { lastEventId, room } = await grace.api.room.open.query({ roomId });
  for (let sent = 0; sent < missed; sent += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => say(ada, roomId, `${sent + index}`)));
  }
  const [first] = (await ada.api.message.list.query({ roomId, limit: 1 })).items;
  if (first === undefined) throw new Error("nothing was said");

  await using pulse = await Pulse.take(server);
  const ears = Array.from({ length: streams }, (_, index) => {
    const who = index % 2 === 0 ? grace : ada;
    return new Ear(who.connect().api, { roomId, lastEventId });
  });
  const edited = ada.api.message.edit.mutate({ messageId: first.id, body: "edited meanwhile" });
  await Promise.all([edited, say(grace, roomId, "still here")]);
  const head = room.headSeq + missed + 2;
  const reached = await Promise.all(ears.map((ear) => ear.reaches(new Map([[roomId, head]]), 60_000)));
  expect(reached.every(Boolean)).toBe(true);
  expect(await pulse.longest()).toBeLessThan(stallMs);
  for (const ear of ears) {
    const seqs = ear.history().map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: missed + 2 }, (_, index) => room.headSeq + 1 + index));
    const copies = ear
      .history()
      .flatMap((event) => ("message" in event && event.message.id === first.id ? [event] : []));
    expect(copies.at(-1)).toMatchObject({ message: { body: "edited meanwhile" } });
    ear[Symbol.dispose]();
  }
});
