import { describe, expect, test } from "vitest";
import type { PresenceUpdate } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { httpClient, password, say, sseClient } from "../support/people.ts";
import { PresenceWatch } from "../support/presence-watch.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");

describe("Streams", () => {
  test("presence begins with a snapshot of the people who are watched", async () => {
    const registered = { username: uniqueName("grace"), password };
    const { user: absent } = await httpClient(server.url).auth.register.mutate(registered);
    await grace.api.user.me.query();
    const userIds = [grace.me.id, absent.id, ada.me.id];
    using watch = new Followed<PresenceUpdate>((on) => ada.api.presence.onChange.subscribe({ userIds }, on));
    expect(await watch.first()).toEqual({
      kind: "snapshot",
      users: [
        { userId: grace.me.id, status: "online", lastSeenAt: expect.any(Date) },
        { userId: absent.id, status: "offline", lastSeenAt: null },
        { userId: ada.me.id, status: "online", lastSeenAt: expect.any(Date) },
      ],
    });
    using nobody = new Followed<PresenceUpdate>((on) =>
      ada.api.presence.onChange.subscribe({ userIds: ["nobody"] }, on),
    );
    expect(await nobody.first()).toEqual({ kind: "snapshot", users: [] });
  });

  test("without names it is the people of one's rooms", async () => {
    await using person = await newcomer(server, "ada");
    await roomOf(person, grace);
    using watch = new PresenceWatch(person);
    const { users } = await watch.first();
    expect(users.map(({ userId }) => userId).toSorted()).toEqual([person.me.id, grace.me.id].toSorted());
  });

  test("then come changes: who comes, and who is away, busy or wants not to be seen", async () => {
    await using person = await newcomer(server, "grace");
    using watch = new PresenceWatch(ada, person);
    await watch.first();
    await person.api.user.me.query();
    await watch.sees(person, "online");
    for (const status of ["away", "busy", "online"] as const) {
      await person.api.presence.set.mutate({ status });
      await watch.sees(person, status);
    }
    await person.api.presence.set.mutate({ status: "invisible" });
    await watch.sees(person, "offline");
    expect((await ada.api.user.list.query({ query: person.me.username })).items).toMatchObject([{ online: false }]);
    const second = person.connect();
    await second.api.user.me.query();
    await person.api.presence.set.mutate({ status: "away" });
    await watch.sees(person, "away");
    expect(watch.items.slice(1).every(({ kind }) => kind === "change")).toBe(true);
    expect(
      watch
        .of(person)
        .map(({ status }) => status)
        .join(),
    ).toMatch(/(offline,)?online,away,busy,online,offline,away$/);
    await second.socket.close();
  });

  test("of changes that come at once the latest counts", async () => {
    using watch = new PresenceWatch(ada, grace);
    await watch.first();
    await Promise.all(
      (["away", "busy", "online", "busy"] as const).map((status) => grace.api.presence.set.mutate({ status })),
    );
    await watch.sees(grace, "busy");
    expect(watch.items.length).toBeLessThan(4);
    await grace.api.presence.set.mutate({ status: "online" });
  });

  test("someone with nothing but server-sent events is online too", async () => {
    await using person = await newcomer(server, "grace");
    await person.socket.close();
    using watch = new PresenceWatch(ada, person);
    await watch.first();
    using own = new PresenceWatch({ api: sseClient(server.url, person.session.accessToken) }, person);
    await own.first();
    await watch.sees(person, "online");
  });

  test("a blocked person sees the blocker as offline, and nobody else does", async () => {
    using watch = new PresenceWatch(mallory, ada);
    using other = new PresenceWatch(grace, ada);
    await Promise.all([watch.sees(ada, "online"), other.sees(ada, "online")]);
    await ada.api.user.block.mutate({ userId: mallory.me.id });
    await watch.sees(ada, "offline");
    await ada.api.presence.set.mutate({ status: "busy" });
    await other.sees(ada, "busy");
    using late = new PresenceWatch(mallory, ada);
    expect(await late.first()).toEqual({
      kind: "snapshot",
      users: [{ userId: ada.me.id, status: "offline", lastSeenAt: null }],
    });
    const query = { query: ada.me.username };
    expect((await mallory.api.user.list.query(query)).items).toMatchObject([{ online: false }]);
    expect((await grace.api.user.list.query(query)).items).toMatchObject([{ online: true }]);
    expect(watch.of(ada).map(({ status }) => status)).not.toContain("busy");
    using hers = new PresenceWatch(ada, mallory);
    await hers.sees(mallory, "online");

    await ada.api.user.unblock.mutate({ userId: mallory.me.id });
    await watch.sees(ada, "busy");
    await ada.api.presence.set.mutate({ status: "online" });
  });

  test("presence is not stored with the events: it goes by no durable stream", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await ada.api.room.list.query();
    await grace.api.presence.set.mutate({ status: "away" });
    await grace.api.presence.set.mutate({ status: "online" });
    expect((await ada.api.room.list.query()).lastEventId).toBe(lastEventId);
    expect((await say(ada, room.id, "next")).seq).toBe(room.headSeq + 1);
    expect(
      await httpClient(server.url, ada.session.accessToken).user.get.query({ userId: grace.me.id }),
    ).not.toHaveProperty("status");
  });
});
