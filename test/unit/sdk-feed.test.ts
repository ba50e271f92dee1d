import type { TRPCClient } from "@trpc/client";
import { describe, expect, test } from "vitest";
import { Feed } from "../../client-sdk/feed.ts";
import type { Event } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { sent } from "./sdk-samples.ts";

interface Handlers {
  onData(item: { data: Event }): void;
  onError(error: unknown): void;
  onConnectionStateChange(state: { state: "pending" | "connecting" }): void;
}

/** A feed whose stream says what the test says. */
function follow() {
  const heard: string[] = [];
  const streams: { input: unknown; on: Handlers }[] = [];
  const subscribe = (input: unknown, on: Handlers) => {
    streams.push({ input, on });
    return { unsubscribe: () => {} };
  };
  const api = { sync: { onEvent: { subscribe } } } as unknown as TRPCClient<AppRouter>;
  const feed = new Feed({
    event: ({ kind }) => heard.push(kind),
    reset: () => heard.push("reset"),
    failed: () => heard.push("failed"),
  });
  const say = (data: Event) => streams.at(-1)?.on.onData({ data });
  return { feed, heard, streams, say, start: () => feed.follow(api, "log.1") };
}

const ready = { kind: "ready", lastEventId: "log.1" } as const;
const reset = { kind: "reset", lastEventId: "log.9", reason: "too_far_behind" } as const;

/** A read that is answered when the test says so. */
function slowRead(feed: Feed) {
  const taken: [string, number[]][] = [];
  const answers: ((value: string) => void)[] = [];
  const query = () => new Promise<string>((resolve) => answers.push(resolve));
  const done = feed.read(query, (value, missed) => {
    taken.push([value, missed.map((event) => ("seq" in event ? event.seq : 0))]);
  });
  return { taken, answers, done };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the feed", () => {
  test("follows from where the first list was read, and asks for no more than 1,000 events", () => {
    const { start, streams } = follow();
    start();
    expect(streams.map(({ input }) => input)).toEqual([{ lastEventId: "log.1", maxReplay: 1000 }]);
  });

  test("is live from the stream's word on until the connection is lost", () => {
    const { feed, start, streams, say } = follow();
    start();
    expect(feed.isLive.getSnapshot()).toBe(false);
    say(ready);
    expect(feed.isLive.getSnapshot()).toBe(true);
    streams[0]?.on.onConnectionStateChange({ state: "connecting" });
    expect(feed.isLive.getSnapshot()).toBe(false);
  });

  test("hands over what is read together with what came meanwhile, and nothing from before", async () => {
    const { feed, start, say, heard } = follow();
    start();
    say(sent(1));
    const { taken, answers, done } = slowRead(feed);
    say(sent(2));
    answers[0]?.("page");
    say(sent(3));
    await done;
    say(sent(4));
    expect(taken).toEqual([["page", [2, 3]]]);
    expect(heard).toHaveLength(4);
  });

  test("reads again what was read before events were skipped", async () => {
    const { feed, start, say } = follow();
    start();
    const { taken, answers, done } = slowRead(feed);
    say(sent(2));
    say(reset);
    answers[0]?.("old");
    await turn();
    say(sent(9));
    answers[1]?.("new");
    await done;
    expect(taken).toEqual([["new", [9]]]);
  });

  test("reads nothing before it knows where its events begin, and nothing when it has ended", async () => {
    const { feed, start, streams, heard } = follow();
    const first = slowRead(feed);
    await turn();
    expect(first.answers).toHaveLength(0);
    start();
    await turn();
    first.answers[0]?.("page");
    await first.done;
    streams[0]?.on.onError(new Error("refused"));
    expect(heard).toEqual(["failed"]);
    const second = slowRead(feed);
    feed.end();
    await expect(second.done).rejects.toMatchObject({ reason: "not_signed_in" });
  });
});
