import { describe, expect, test } from "vitest";
import { httpClient, Listener, say, signUp } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { startServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");
const { url } = server;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("Mutations", () => {
  test("of one socket are carried out as they were sent, whatever they are", async () => {
    const room = await roomOf(ada, grace);
    const roomId = room.id;
    using hears = await new Listener(ada.api, { roomId }).ready();
    const { api } = ada;
    // Each takes another way through the server; none is awaited before the next is sent.
    const sent = numbers(20).flatMap((index) => [
      say(ada, roomId, `before ${index}`),
      api.typing.set.mutate({ roomId, typing: true }),
      api.room.update.mutate({ roomId, topic: `topic ${index}` }),
      api.message.markRead.mutate({ roomId, seq: 1 }),
      api.room.addMember.mutate({ roomId, userId: mallory.me.id }),
      say(ada, roomId, `between ${index}`),
      api.room.removeMember.mutate({ roomId, userId: mallory.me.id }),
    ]);
    await Promise.all(sent);
    await hears.reaches(roomId, room.headSeq + 20 * 5);
    const kinds = hears.history().map(({ kind }) => kind);
    const round = ["message.sent", "room.updated", "member.joined", "message.sent", "member.removed"];
    expect(kinds).toEqual(numbers(20).flatMap(() => round));
    expect(hears.ofKind("message.sent").map(({ message }) => message.body)).toEqual(
      numbers(20).flatMap((index) => [`before ${index}`, `between ${index}`]),
    );
  });

  test("in order also frame by frame, over 300 sends, with refused ones among them", async () => {
    const { id: roomId } = await roomOf(ada);
    await using socket = await RawSocket.openAs(`${url.replace("http", "ws")}/trpc`, ada.session.accessToken);
    for (const index of numbers(300)) {
      const body = index % 10 === 9 ? "" : `message ${index}`;
      socket.send(call(index, "mutation", "message.send", { roomId, clientId: `c${index}`, body }));
    }
    await socket.until(300);
    const { items } = await ada.api.message.list.query({ roomId, limit: 200 });
    const { items: older } = await ada.api.message.list.query({ roomId, limit: 200, around: 1 });
    const bodies = [...new Set([...older, ...items].map(({ body }) => body))];
    expect(bodies).toEqual(
      numbers(300)
        .filter((index) => index % 10 !== 9)
        .map((index) => `message ${index}`),
    );
    const refused = socket.frames.filter((frame) => frame.includes('"invalid_input"'));
    expect(refused).toHaveLength(30);
  });

  test("what was sent before a logout is carried out before it, though a logout has less to do", async () => {
    const person = await newcomer(server, "ada");
    const { id: roomId } = await roomOf(person);
    const frame = numbers(10).map((index) =>
      call(index, "mutation", "message.send", { roomId, clientId: `c${index}`, body: `message ${index}` }),
    );
    await using socket = await RawSocket.openAs(`${url.replace("http", "ws")}/trpc`, person.session.accessToken);
    await socket.settled();
    socket.send([...frame, call("logout", "mutation", "auth.logout")]);
    expect(await socket.closed).toBe(4401);
    const answered = socket.frames.filter((text) => text.includes('"result"'));
    expect(answered).toHaveLength(11);
    await person.socket.close();
  });

  test("what was sent behind an edit, a deletion or a leaving sees it done", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const { api } = grace;
    const message = await say(grace, roomId, "first");
    const [edited, , deleted, , late] = await Promise.allSettled([
      api.message.edit.mutate({ messageId: message.id, body: "second" }),
      api.message.react.mutate({ messageId: message.id, emoji: "👍" }),
      api.message.delete.mutate({ messageId: message.id }),
      api.room.leave.mutate({ roomId }),
      say(grace, roomId, "too late"),
    ]);
    expect(edited).toMatchObject({ value: { body: "second", reactions: [] } });
    expect(deleted).toMatchObject({ value: { body: "", reactions: [] } });
    expect(late).toMatchObject({ status: "rejected" });
  });

  test.runIf(mayStartServers)("what has been answered is still there after a kill", async () => {
    await using own = await startServer();
    await using person = await signUp(own.url, "ada");
    const room = await roomOf(person);
    const sent = await Promise.all(numbers(50).map((index) => say(person, room.id, `message ${index}`)));
    await own.restart();
    const { items } = await httpClient(own.url, person.session.accessToken).message.list.query({ roomId: room.id });
    expect(items).toEqual(sent);
  });
});
