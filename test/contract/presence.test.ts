import { describe, expect, test } from "vitest";
import type { Presence, PresenceUpdate } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { httpClient, password, say, sseClient, type Person } from "../support/people.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");

/** Who is how, as someone sees it. */
class Watch extends Followed<PresenceUpdate> {
  constructor(viewer: Pick<Person, "api">, ...people: Person[]) {
    const userIds = people.map(({ me }) => me.id);
    super((on) => viewer.api.presence.onChange.subscribe(people.length === 0 ? undefined : { userIds }, on));
  }

  /** Everything that was said about this person. */
  of({ me }: Person): Presence[] {
    return this.items.flatMap(({ users }) => users.filter(({ userId }) => userId === me.id));
  }

  statusOf(person: Person): string | undefined {
    return this.of(person).at(-1)?.status;
  }

  /** Resolves when the person is seen so. */
  sees(person: Person, status: Presence["status"]): Promise<void> {
    return this.until(() => this.statusOf(person) === status);
  }
}

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
    using nobody = new Followed<PresenceUpdate>((on) => ada.api.presence.onChange.subscribe({ userIds: ["nobody"] }, on));
    expect(await nobody.first()).toEqual({ kind: "snapshot", users: [] });
  });

  test("without names it is the people of one's rooms", async () => {
    await using person = await newcomer(server, "ada");
    await roomOf(person, grace);
    using watch = new Watch(person);
    const { users } = await watch.first();
    expect(users.map(({ userId }) => userId).toSorted()).toEqual([person.me.id, grace.me.id].toSorted());
  });

  test("then come changes: who comes, and who is away, busy or wants not to be seen", async () => {
    await using person = await newcomer(server, "grace");
    using watch = new Watch(ada, person);
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
    expect(watch.of(person).map(({ status }) => status).join()).toMatch(/(offline,)?online,away,busy,online,offline,away$/);
    await second.socket.close();
  });

  test("of changes that come at once the latest counts", async () => {
    using watch = new Watch(ada, grace);
    await watch.first();
    await Promise.all((["away", "busy", "online", "busy"] as const).map((status) => grace.api.presence.set.mutate({ status })));
    await watch.sees(grace, "busy");
    expect(watch.items.length).toBeLessThan(4);
    await grace.api.presence.set.mutate({ status: "online" });
  });

  test("someone with nothing but server-sent events is online too", async () => {
    await using person = await newcomer(server, "grace");
    await person.socket.close();
    using watch = new Watch(ada, person);
    await watch.first();
    using own = new Watch({ api: sseClient(server.url, person.session.accessToken) }, person);
    await own.first();
    await watch.sees(person, "online");
  });

  test("a blocked person sees the blocker as offline, and nobody else does", async () => {
    using watch = new Watch(mallory, ada);
    using other = new Watch(grace, ada);
    await Promise.all([watch.sees(ada, "online"), other.sees(ada, "online")]);
    await ada.api.user.block.mutate({ userId: mallory.me.id });
    await watch.sees(ada, "offline");
    await ada.api.presence.set.mutate({ status: "busy" });
    await other.sees(ada, "busy");
    using late = new Watch(mallory, ada);
    expect(await late.first()).toEqual({ kind: "snapshot", users: [{ userId: ada.me.id, status: "offline", lastSeenAt: null }] });
    const query = { query: ada.me.username };
    expect((await mallory.api.user.list.query(query)).items).toMatchObject([{ online: false }]);
    expect((await grace.api.user.list.query(query)).items).toMatchObject([{ online: true }]);
    expect(watch.of(ada).map(({ status }) => status)).not.toContain("busy");
    using hers = new Watch(ada, mallory);
    await hers.sees(mallory, "online");

    await ada.api.user.unblock.mutate({ userId: mallory.me.id });
    await watch.sees(ada, "busy");
    await ada.api.presence.set.mutate({ status: "online" });
  });

  test("who leaves is offline within five seconds; a second device or a page reload keeps them online", async () => {
    const [leaving, reloading, twofold] = await Promise.all(["grace", "grace", "grace"].map((name) => newcomer(server, name)));
    if (leaving === undefined || reloading === undefined || twofold === undefined) throw new Error("nobody came");
    const people = [leaving, reloading, twofold];
    using watch = new Watch(ada, ...people);
    const second = twofold.connect();
    await Promise.all([...people.map((person) => person.api.user.me.query()), second.api.user.me.query()]);
    for (const person of people) await watch.sees(person, "online");

    await twofold.socket.close();
    await reloading.socket.close();
    const reloaded = reloading.connect();
    await reloaded.api.user.me.query();
    const left = Date.now();
    await leaving.socket.close();
    await watch.sees(leaving, "offline");
    expect(Date.now() - left).toBeLessThan(5000);
    expect(watch.of(leaving).at(-1)?.lastSeenAt?.getTime()).toBeGreaterThan(left - 1000);
    for (const person of [reloading, twofold]) {
      expect(watch.of(person).map(({ status }) => status).join()).toMatch(/^(offline,)?online$/);
    }
    for (const { socket } of [second, reloaded]) await socket.close();
  });

  test("presence is not stored with the events: it goes by no durable stream", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await ada.api.room.list.query();
    await grace.api.presence.set.mutate({ status: "away" });
    await grace.api.presence.set.mutate({ status: "online" });
    expect((await ada.api.room.list.query()).lastEventId).toBe(lastEventId);
    expect((await say(ada, room.id, "next")).seq).toBe(room.headSeq + 1);
    expect(await httpClient(server.url, ada.session.accessToken).user.get.query({ userId: grace.me.id })).not.toHaveProperty("status");
  });
});
