import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCommand } from "../../client-sdk/bot/command.ts";
import { Feed } from "../../client-sdk/bot/feed.ts";
import { fileStore } from "../../client-sdk/bot/file-store.ts";
import type { NatterClient } from "../../client-sdk/client.ts";
import type { Event, Message } from "../../server/contract/index.ts";

function commandIn(body: string) {
  const command = readCommand({ body } as Message);
  return command === null ? null : { name: command.name, text: command.text, args: command.args };
}

describe("a command", () => {
  test.each([
    ["/roll", { name: "roll", text: "", args: [] }],
    ["/roll 2d6", { name: "roll", text: "2d6", args: ["2d6"] }],
    ["  /Roll\t2d6  for luck \n", { name: "roll", text: "2d6  for luck", args: ["2d6", "for", "luck"] }],
    ["/say two\nlines", { name: "say", text: "two\nlines", args: ["two", "lines"] }],
    ["/würfeln_2-mal", { name: "würfeln_2-mal", text: "", args: [] }],
    ["roll 2d6", null],
    ["/", null],
    ["/ roll", null],
    ["//roll", null],
    ["/usr/bin/env", null],
    ["see /roll", null],
  ])("%j", (body, command) => {
    expect(commandIn(body)).toEqual(command);
  });
});

describe("a file store", () => {
  test("keeps the last id in a file that is this user's alone, and leaves no draft", async () => {
    const folder = mkdtempSync(join(tmpdir(), "natter-bot-"));
    const path = join(folder, "place");
    expect(await fileStore(path).load()).toBeNull();
    await fileStore(path).save("epoch.1");
    await fileStore(path).save("epoch.2");
    expect(await fileStore(path).load()).toBe("epoch.2");
    expect(readFileSync(path, "utf8")).toBe("epoch.2\n");
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(["place"]);
    rmSync(folder, { recursive: true });
    await expect(fileStore(path).save("epoch.3")).rejects.toThrow("ENOENT");
  });
});

describe("a feed", () => {
  test("lets the stream go while too much waits, and takes it up where it was left, each event once", async () => {
    const stream = new FakeStream(5000);
    const closing = new AbortController();
    const feed = new Feed(stream.api, null, closing.signal);
    const seen: string[] = [];
    for (let count = 0; count < 5000; count++) seen.push((await feed.next())?.id ?? "end");
    expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => String(index + 1)));
    expect(stream.opened.length).toBeGreaterThan(4);
    closing.abort();
    expect(await feed.next()).toBeNull();
    expect(stream.isOpen).toBe(false);
  });
});

/** A stream of so many events that pushes, as the client does, without asking whether anybody keeps up. */
class FakeStream {
  readonly opened: (string | undefined)[] = [];
  isOpen = false;
  readonly api: NatterClient["api"];

  constructor(count: number) {
    const subscribe = (
      { lastEventId }: { lastEventId?: string },
      { onData }: { onData(item: { id: string; data: Event }): void },
    ) => {
      this.opened.push(lastEventId);
      this.isOpen = true;
      const from = Number(lastEventId ?? 0);
      queueMicrotask(() => {
        // Also what was on its way when it was let go arrives.
        for (let id = from + 1; id <= Math.min(from + 1500, count); id++) {
          onData({ id: String(id), data: { kind: "ready", lastEventId: "" } });
        }
      });
      return { unsubscribe: () => (this.isOpen = false) };
    };
    this.api = { sync: { onEvent: { subscribe } } } as unknown as NatterClient["api"];
  }
}
