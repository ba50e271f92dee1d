import type { TRPCClient } from "@trpc/client";
import { expect, test } from "vitest";
import { Feed } from "../../client-sdk/feed.ts";
import { People } from "../../client-sdk/people.ts";
import { Paging } from "../../client-sdk/timeline/paging.ts";
import { windowOf } from "../../client-sdk/timeline/window.ts";
import type { Event, MessagePage } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { edited, message, page, sent } from "./sdk-samples.ts";

/** A window of one room whose next page comes when the test gives it, and a stream that says what the test says. */
function look(first: MessagePage) {
  let say: (event: Event) => void = () => {};
  const asked: ((page: MessagePage) => void)[] = [];
  const api = {
    sync: {
      onEvent: {
        subscribe: (_: unknown, on: { onData(item: { data: Event }): void }) => {
          say = (data) => on.onData({ data });
          return { unsubscribe: () => {} };
        },
      },
    },
    message: { list: { query: () => new Promise<MessagePage>((resolve) => asked.push(resolve)) } },
  } as unknown as TRPCClient<AppRouter>;
  const feed = new Feed({ event: () => {}, reset: () => {}, failed: () => {} });
  feed.follow(api, "log.1");
  let window = windowOf(first);
  const paging = new Paging({
    ...{ api, feed, people: new People(), roomId: "room", me: "ada", changed: () => {} },
    window: () => window,
    setWindow: (next) => (window = next),
  });
  const bodies = () => window.messages.map(({ body }) => body);
  return { paging, bodies, say: (event: Event) => say(event), answer: (given: MessagePage) => asked.shift()?.(given) };
}

function elsewhere(event: Event): Event {
  return "message" in event
    ? { ...event, roomId: "other", message: { ...event.message, id: "elsewhere", roomId: "other" } }
    : event;
}

test.each(["loadOlder", "loadNewer"] as const)(
  "what is said in another room while %s is under way does not come into this one",
  async (way) => {
    const { paging, bodies, say, answer } = look(page([message(4), message(6)], "older", "newer"));
    const loading = paging[way]();
    for (const seq of [1, 5, 9]) say(elsewhere(sent(seq, { body: "not for here" })));
    answer(way === "loadOlder" ? page([message(2)], null, "newer") : page([message(7)], "older", null));
    await loading;
    expect(bodies()).toEqual(
      way === "loadOlder" ? ["message 2", "message 4", "message 6"] : ["message 4", "message 6", "message 7"],
    );
  },
);

test("what is said and changed here while a page is under way is in it", async () => {
  const { paging, bodies, say, answer } = look(page([message(4)], "older", "newer"));
  const loading = paging.jumpToNewest();
  say(sent(8));
  say(edited(9, message(7), { body: "edited" }));
  say(elsewhere(sent(10, { body: "not for here" })));
  answer(page([message(7)], "older", null));
  await loading;
  expect(bodies()).toEqual(["edited", "message 8"]);
});
