import { describe, expect, test } from "vitest";
import { Event, PresenceUpdate, TypingUpdate } from "../../server/rest/event-schemas.ts";
import { engineRoom, register, rest, RestStream, type RestPerson } from "../support/rest.ts";
import { scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server } = await scene();
const { url } = server;
interface Identified {
  id: string;
}

const { ada, grace, mallory, roomId } = await engineRoom(url);

const say = (who: RestPerson, body: string) =>
  rest<Identified>(url, `POST /rooms/${roomId}/messages`, { token: who.token, json: { body } });

describe("a stream over REST", () => {
  test("brings what happens, and after a cut exactly what came meanwhile", async () => {
    const before = await RestStream.open(url, "/events", grace.token);
    await before.until(([first]) => first !== undefined);
    const { body: heard } = await say(ada, "heard");
    await before.until((items) => items.some(({ event }) => event === "message.sent"));
    await before[Symbol.asyncDispose]();
    const missed = [await say(ada, "missed"), await say(ada, "too")].map(({ body }) => body.id);

    const resumed = { "last-event-id": before.lastEventId };
    // The header is newer than what an EventSource keeps in its URL.
    await using after = await RestStream.open(url, "/events?lastEventId=malformed", grace.token, resumed);
    await after.until((items) => items.filter(({ event }) => event === "message.sent").length >= 2);
    const messages = after.items.filter(({ event }) => event === "message.sent");
    expect(messages.map(({ data }) => (data as { message?: Identified }).message?.id)).toEqual(missed);
    expect(JSON.stringify(after.items)).not.toContain(heard.id);
    for (const { id, event, data } of [...before.items, ...after.items]) {
      expect(id).toMatch(/\S/);
      expect(Event.parse(data).kind).toBe(event);
    }
  });

  test("says reset where more was missed than asked for", async () => {
    const { body } = await rest<{ lastEventId: string }>(url, `GET /rooms/${roomId}`, { token: grace.token });
    await say(ada, "one");
    await say(ada, "two");
    const query = `?maxReplay=1&lastEventId=${encodeURIComponent(body.lastEventId)}`;
    await using stream = await RestStream.open(url, `/rooms/${roomId}/events${query}`, grace.token);
    await stream.until(([first]) => first !== undefined);
    expect(stream.items[0]).toMatchObject({ event: "reset", data: { reason: "too_far_behind" } });
  });

  test("of a room ends after the reader's removal", async () => {
    const json = { type: "private", name: "Short", memberIds: [grace.id] };
    const { body: room } = await rest<Identified>(url, "POST /rooms", { token: ada.token, json });
    await using stream = await RestStream.open(url, `/rooms/${room.id}/events`, grace.token);
    await stream.until(([first]) => first !== undefined);
    await rest(url, `DELETE /rooms/${room.id}/members/${grace.id}`, { token: ada.token });
    await rest(url, `POST /rooms/${room.id}/messages`, { token: ada.token, json: { body: "in private" } });
    await stream.ended;
    expect(stream.items.map(({ event }) => event)).toEqual(["ready", "member.removed"]);
  });

  test("ends with the session, and what comes after is not on it", async () => {
    const guest = await register(url, uniqueName("guest"));
    await rest(url, `PUT /rooms/${roomId}/members/${guest.id}`, { token: ada.token });
    await using stream = await RestStream.open(url, `/rooms/${roomId}/events`, guest.token);
    await stream.until(([first]) => first !== undefined);
    await rest(url, "POST /auth/logout", { token: guest.token });
    const { body: secret } = await say(ada, "the guest is gone");
    await stream.ended;
    expect(JSON.stringify(stream.items)).not.toContain(secret.id);
  });

  test("of presence and of typing brings who is there and who types", async () => {
    const friends = `/presence/events?userIds=${ada.id}&userIds=${mallory.id}`;
    await using presence = await RestStream.open(url, friends, grace.token);
    await presence.until(([first]) => first !== undefined);
    expect(PresenceUpdate.parse(presence.items[0]?.data).users).toHaveLength(2);
    await rest(url, "PUT /presence", { token: ada.token, json: { status: "busy" } });
    await using typing = await RestStream.open<object>(url, `/rooms/${roomId}/typing/events`, grace.token);
    await rest(url, `PUT /rooms/${roomId}/typing`, { token: ada.token, json: { typing: true } });
    await typing.until(([first]) => first !== undefined);
    expect(typing.items[0]).toMatchObject({ id: null, event: "typing" });
    expect(TypingUpdate.parse(typing.items[0]?.data)).toMatchObject({ userId: ada.id });
  });
});
