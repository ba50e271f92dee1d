import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type NatterClient, type NatterClientOptions } from "../../client-sdk/client.ts";
import type { Me, RoomId } from "../../server/contract/index.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";
import { hasty, password, until } from "../unit/sdk-support.ts";

let server: ServerUnderTest;

beforeAll(async () => {
  server = await serverUnderTest();
});

afterAll(() => server[Symbol.asyncDispose]());

interface Somebody extends AsyncDisposable {
  client: NatterClient;
  me: Me;
}

async function newcomer(name: string, options: Partial<NatterClientOptions> = {}): Promise<Somebody> {
  const client = createClient({ url: server.url, ...options }, hasty);
  const me = await client.signUp({ username: uniqueName(name), password });
  return { client, me, [Symbol.asyncDispose]: () => client.close() };
}

async function roomOf(owner: Somebody, ...others: Somebody[]): Promise<RoomId> {
  const memberIds = others.map(({ me }) => me.id);
  return (await owner.client.api.room.create.mutate({ type: "private", name: "Engines", memberIds })).id;
}

describe("ada and grace have a room open", () => {
  test("what ada sends is pending at once, then stored, and grace sees it", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const id = await roomOf(ada, grace);
    using here = await ada.client.rooms.open(id);
    using there = await grace.client.rooms.open(id);
    const pending = here.send("hello");
    expect(here.getSnapshot()).toMatchObject({ messages: [], pending: [{ body: "hello", status: "sending" }] });
    const { messages } = await until(there, (state) => state.messages.length === 1);
    expect(messages).toMatchObject([{ body: "hello", clientId: pending.clientId, sender: { id: ada.me.id } }]);
    await until(here, (state) => state.pending.length === 0);
    expect(here.getSnapshot().messages).toEqual(messages);
  });
});
