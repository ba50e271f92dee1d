import path from "node:path";
import { expect, test } from "vitest";
import { createNatterClient } from "../../client-sdk/client.ts";
import { Followed } from "../support/inbox.ts";
import { httpClient, password, refusalOf, signIn, signUp } from "../support/people.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer } from "../support/server.ts";
import { mountSmallDisk } from "../support/small-disk.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";

test("a full disk: sends are refused, reading, live streams and signing out go on, and sends too when there is room", async ({
  skip,
}) => {
  using disk = mountSmallDisk(16) ?? skip("a small disk of its own cannot be mounted here: it takes root, on Linux");
  await using server = await startServer({ data: path.join(disk.folder, "data") });
  await using grace = await signUp(server.url, "grace");
  await using app = createNatterClient({ url: server.url });
  await app.signUp({ username: "ada", password });
  const ada = await withSdk(app);
  const talk = await Talk.begin(ada, withStockClient(grace));
  await using elsewhere = await signIn(server.url, "grace");
  await using everywhere = await signUp(server.url, "mallory");
  const [roomId = ""] = talk.roomIds;
  talk.speak(4);

  for (let times = 0; times < 3; times++) {
    await talk.untilAcked(50);
    disk.fill();
    await talk.untilFailed(50);

    expect((await grace.api.message.list.query({ roomId, limit: 5 })).items).toHaveLength(5);
    expect((await grace.api.message.search.query({ query: "says" })).items).not.toEqual([]);
    await talk.listen(ada);
    using typing = new Followed((on) => grace.api.typing.onChange.subscribe({ roomId }, on));
    // Said again until the stream, which says nothing when it begins, has it.
    while (typing.items.length === 0) await ada.api.typing.set.mutate({ roomId, typing: true });
    expect(await refusalOf(httpClient(server.url).auth.login.mutate({ login: "ada", password }))).toMatchObject({
      reason: "storage_full",
    });
    if (times === 1) {
      await elsewhere.api.auth.logout.mutate();
      await everywhere.api.auth.logoutEverywhere.mutate();
    }
    disk.makeRoom();
  }
  await talk.untilAcked(50);
  expect(await talk.conclude()).toEqual([]);
  expect(talk.failures.filter((failure) => !failure.endsWith(": storage_full"))).toEqual([]);

  // Also what was refused, and who signed out, stays so.
  await server.restart();
  for (const { session } of [elsewhere, everywhere]) {
    expect(await refusalOf(httpClient(server.url, session.accessToken).user.me.query())).toMatchObject({
      reason: "session_ended",
    });
  }
  await server.kill();
  expect(unsoundness(server.data)).toEqual([]);
});

test("a server that is killed while its disk is full loses nothing, and stores nothing that it refused", async ({
  skip,
}) => {
  using disk = mountSmallDisk(16) ?? skip("a small disk of its own cannot be mounted here: it takes root, on Linux");
  await using server = await startServer({ data: path.join(disk.folder, "data") });
  await using grace = await signUp(server.url, "grace");
  await using ada = await signUp(server.url, "ada");
  const talk = await Talk.begin(withStockClient(ada), withStockClient(grace));
  talk.speak(4);
  await talk.untilAcked(50);
  disk.fill();
  await talk.untilFailed(20);
  await server.kill();
  disk.makeRoom();
  await server.start();
  await talk.untilAcked(20);
  expect(await talk.conclude()).toEqual([]);
  await server.kill();
  expect(unsoundness(server.data)).toEqual([]);
});
