import { describe, expect, test } from "vitest";
import type { Room } from "../../server/contract/index.ts";
import { httpClient, Listener, password, say, signIn, type Person } from "../support/people.ts";
import { RawStreams, type StreamName } from "../support/raw-streams.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;

/** How mallory's session ends: `other` is another session of the same person. */
const endings: Record<string, (mallory: Person, other: Person) => Promise<unknown>> = {
  "logging out": ({ session }) => httpClient(url, session.accessToken).auth.logout.mutate(),
  "logging out everywhere": (_, other) => other.api.auth.logoutEverywhere.mutate(),
  "revoking the session": ({ session }, other) => other.api.auth.revokeSession.mutate({ sessionId: session.id }),
  "changing the password": (_, other) =>
    other.api.auth.changePassword.mutate({ currentPassword: password, newPassword: "an even better horse battery" }),
};

/** How a bot's token ends. */
const botEndings: Record<string, (userId: string) => Promise<unknown>> = {
  "rotating its token": (userId) => ada.api.bot.rotateToken.mutate({ userId }),
  "deleting it": (userId) => ada.api.bot.delete.mutate({ userId }),
};

/** How mallory's membership ends. */
const departures: Record<string, (mallory: Person, room: Room) => Promise<unknown>> = {
  "removing a member": ({ me }, room) => ada.api.room.removeMember.mutate({ roomId: room.id, userId: me.id }),
  "banning a member": ({ me }, room) => ada.api.room.ban.mutate({ roomId: room.id, userId: me.id }),
  leaving: ({ session }, room) => httpClient(url, session.accessToken).room.leave.mutate({ roomId: room.id }),
};

describe("Streams", () => {
  test.each(Object.entries(endings))("after %s not one later event reaches the session", async (_, end) => {
    await using mallory = await newcomer(server, "mallory");
    await using other = await signIn(url, mallory.me.username);
    const room = await roomOf(ada, grace, mallory);
    await expectSilenceAfter(() => end(mallory, other), mallory.session.accessToken, room);
  });

  test.each(Object.entries(botEndings))("after %s not one later event reaches a bot", async (_, end) => {
    const { user, token } = await ada.api.bot.create.mutate({ username: uniqueName("bot") });
    const memberIds = [grace.me.id, user.id];
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds });
    await expectSilenceAfter(() => end(user.id), token, room);
  });

  test.each(Object.entries(departures))(
    "after %s not one later event of the room reaches the person",
    async (_, end) => {
      await using mallory = await newcomer(server, "mallory");
      const room = await roomOf(ada, grace, mallory);
      const elsewhere = await roomOf(ada, mallory);
      await using traffic = new Traffic(room);
      await using witness = await RawStreams.open(url, grace.session.accessToken, room.id);
      await using streams = await RawStreams.open(url, mallory.session.accessToken, room.id);
      using hears = await new Listener(mallory.api).ready();
      await traffic.underWay(streams);

      await end(mallory, room);
      await traffic.later();

      await say(ada, elsewhere.id, "barrier");
      await streams.until("sync", "barrier");
      await streams.sseEnded(["room", "typing"]);
      for (const stream of ["sync", "room", "typing"] as const) {
        await expectThat(witness, stream, "hears later");
        await expectThat(streams, stream, "hears nothing later");
      }
      const last = hears.history(room.id).at(-1);
      expect(last?.kind).toMatch(/^member\.(left|removed)$/);
      expect(last).toMatchObject({ membership: { user: { id: mallory.me.id } } });
      expect(streams.texts("room")[0]).toMatch(/"stopped"\}\}$/);
      expect(streams.texts("typing")[0]).toMatch(/"stopped"\}\}$/);
    },
  );

  test("whoever comes with a session that has ended meanwhile opens nothing", async () => {
    await using mallory = await newcomer(server, "mallory");
    const { accessToken } = mallory.session;
    await httpClient(url, accessToken).auth.logout.mutate();
    const response = await fetch(`${url}/trpc/sync.onEvent`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect(await response.text()).toContain("session_ended");
  });
});

/** From the acknowledgement of `end` on, nothing of the room reaches who has the token; it does reach others. */
async function expectSilenceAfter(end: () => Promise<unknown>, token: string, room: Room): Promise<void> {
  await using traffic = new Traffic(room);
  await using witness = await RawStreams.open(url, grace.session.accessToken, room.id);
  await using streams = await RawStreams.open(url, token, room.id);
  await traffic.underWay(streams);

  await end();
  await traffic.later();

  expect(await streams.closed).toBe(4401);
  await streams.sseEnded();
  for (const stream of ["sync", "room", "typing", "presence"] as const) {
    await expectThat(witness, stream, "hears later");
    await expectThat(streams, stream, "hears nothing later");
  }
}

/** Ada sends without pause, grace types and is here and away; what is said once `later` is called is marked as such. */
class Traffic implements AsyncDisposable {
  readonly #room: Room;
  readonly #sending: Promise<void>;
  #mark = "early";
  #count = 0;
  #over = false;

  constructor(room: Room) {
    this.#room = room;
    this.#sending = Promise.all(Array.from({ length: 4 }, () => this.#send())).then(() => undefined);
  }

  /** Resolves when these streams have brought some of each. */
  async underWay(streams: RawStreams): Promise<void> {
    const roomId = this.#room.id;
    await grace.api.typing.set.mutate({ roomId, typing: true });
    await grace.api.presence.set.mutate({ status: "away" });
    await Promise.all([
      streams.until("sync", "early"),
      streams.until("room", "early"),
      streams.until("typing", grace.me.id),
      streams.until("presence", '"away"'),
    ]);
  }

  /** From here on everything is later than what has been acknowledged. Resolves when there has been much of it. */
  async later(): Promise<void> {
    const roomId = this.#room.id;
    this.#mark = "later";
    this.#count = 0;
    await ada.api.typing.set.mutate({ roomId, typing: true });
    await grace.api.presence.set.mutate({ status: "busy" });
    while (this.#count < 40) await say(grace, roomId, "later, from grace");
    this.#over = true;
    await this.#sending;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    await this.#sending;
    // Not before all has been looked at: changes that come at once are told as the latest.
    await grace.api.presence.set.mutate({ status: "online" });
  }

  async #send(): Promise<void> {
    while (!this.#over) {
      await say(ada, this.#room.id, `${this.#mark} ${this.#count}`);
      this.#count += 1;
    }
  }
}

/** What is later, and can only be that, on each stream. */
const signs: Record<StreamName, string> = { sync: '"later', room: '"later', presence: '"busy"', typing: ada.me.id };

async function expectThat(
  streams: RawStreams,
  name: StreamName,
  what: "hears later" | "hears nothing later",
): Promise<void> {
  if (what === "hears later") return streams.until(name, signs[name]);
  for (const text of streams.texts(name))
    expect(text.split("\n").filter((line) => line.includes(signs[name]))).toEqual([]);
}
