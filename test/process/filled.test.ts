import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { Message } from "../../server/contract/index.ts";
import { fill } from "../bench/fill.ts";
import { httpClient, password } from "../support/people.ts";
import { recount } from "../support/recount.ts";
import { startServer } from "../support/server.ts";

test("a server takes a filled database for its own: everyone signs in, and all counts are right", async () => {
  const data = await mkdtemp(path.join(tmpdir(), "natter-filled-"));
  try {
    const cast = await fill({ messages: 2500, people: 6, rooms: 4, data });
    await using server = await startServer({ data });
    const people = await Promise.all(
      cast.people.map(async ({ id, username: login }) => {
        const { session } = await httpClient(server.url).auth.login.mutate({ login, password });
        return { name: login, id, api: httpClient(server.url, session.accessToken) };
      }),
    );
    const [{ api }] = people as [(typeof people)[number]];
    const roomId = cast.rooms[0]?.id ?? "";
    const final: Message[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await api.message.list.query({ roomId, limit: 200, cursor });
      final.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(final.length).toBeGreaterThan(800);
    expect(await recount(people, final, new Map([[roomId, 0]]))).toEqual([]);
    const sent = await api.message.send.mutate({ roomId, clientId: "next", body: "and now?" });
    expect((await api.room.open.query({ roomId })).messages.items.at(-1)).toEqual(sent);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
