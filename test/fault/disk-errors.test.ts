import { expect, test } from "vitest";
import { createNatterClient } from "../../client-sdk/client.ts";
import { password, signUp } from "../support/people.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { inject } from "../support/strace.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";

/** How many instants of a write to kill the server at. A long run: `npm run soak:disk`. */
const instants = Number(process.env["NATTER_INSTANTS"] ?? 5);
const noStrace = "it takes strace, and the right to look into another process";

// A message takes some 50 writes and an fsync, and every thousandth page a checkpoint some hundred more.
test(
  `the server is killed at ${instants} different writes and fsyncs of a commit or a checkpoint: nothing is lost or doubled`,
  { timeout: 60_000 + instants * 5_000 },
  async ({ skip }) => {
    await using server = await startServer();
    await using grace = await signUp(server.url, "grace");
    // Some of these kills come before anything is stored: it may take many until a send gets through.
    await using app = createNatterClient({ url: server.url, deadlineMs: 120_000 });
    await app.signUp({ username: "ada", password });
    const talk = await Talk.begin(await withSdk(app), withStockClient(grace));
    talk.speak(2);
    for (let instant = 0; instant < instants; instant++) {
      const nth = 1 + Math.floor(Math.random() * (instant % 2 === 0 ? 100 : 3_000));
      const deadly = (await inject(server.pid, `pwrite64,fsync,fdatasync:signal=KILL:when=${nth}`)) ?? skip(noStrace);
      await deadly.over;
      await server.restart();
      await talk.untilAcked(5);
    }
    expect(await talk.conclude()).toEqual([]);
    expect(talk.failures).toEqual([]);
    await server.kill();
    expect(unsoundness(server.data)).toEqual([]);
  },
);

test.for(["fsync,fdatasync:error=EIO", "pwrite64:error=EIO", "fsync,fdatasync:error=EIO:when=1+3"])(
  "a disk that fails (%s): what is refused is not stored, the server is not ready until the disk is well again",
  async (rule, { skip }) => {
    await using server = await startServer();
    await using grace = await signUp(server.url, "grace");
    await using ada = await signUp(server.url, "ada");
    const talk = await Talk.begin(withStockClient(ada), withStockClient(grace));
    const [roomId = ""] = talk.roomIds;
    talk.speak(4);
    await talk.untilAcked(40);

    for (const isKilled of [false, true]) {
      await using _ = (await inject(server.pid, rule)) ?? skip(noStrace);
      await talk.untilFailed(20);
      expect((await grace.api.message.list.query({ roomId, limit: 5 })).items).toHaveLength(5);
      if (!rule.includes("when")) expect(await readiness(server)).toBe(503);
      if (isKilled) await server.restart();
    }
    await expect.poll(() => readiness(server)).toBe(200);
    await talk.untilAcked(40);
    expect(await talk.conclude()).toEqual([]);
    expect(talk.failures.filter((failure) => !failure.endsWith(": storage_down"))).toEqual([]);
    await server.kill();
    expect(unsoundness(server.data)).toEqual([]);
  },
);

async function readiness(server: TestServer): Promise<number> {
  return (await fetch(`${server.url}/readyz`)).status;
}
