import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeInput, encodeRequest, frames, maxFrameLength, readFrame } from "../../client-sdk/wire.ts";
import { readInput } from "../../server/transformer.ts";

describe("frames", () => {
  const message = fc.integer({ min: 1, max: 90_000 }).map((length) => JSON.stringify("x".repeat(length)));

  test("hold every message, in order, within the server's limits", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
        const made = [...frames(messages)];
        expect(made.flatMap((frame) => JSON.parse(frame) as unknown)).toEqual(messages.map((text) => JSON.parse(text)));
        for (const frame of made) {
          const alone = messages.includes(frame);
          if (!alone) expect(frame.length).toBeLessThanOrEqual(maxFrameLength + 2);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("hold at most a hundred calls", () => {
    const counts = [...frames(Array.from({ length: 250 }, (_, index) => String(index)))].map(
      (frame) => (JSON.parse(frame) as unknown[]).length,
    );
    expect(counts).toEqual([100, 100, 50]);
  });

  test("of one message are not an array, and of none there are none", () => {
    expect([...frames(["1"])]).toEqual(["1"]);
    expect([...frames([])]).toEqual([]);
  });
});

describe("a request", () => {
  test("carries its input to the server's reader as it was, undefined included", () => {
    const plain = fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.integer());
    const key = fc.stringMatching(/^[a-zA-Z.]{1,8}$/).filter((name) => !["constructor", "prototype"].includes(name));
    const input = fc.option(fc.dictionary(key, plain), { nil: undefined });
    fc.assert(
      fc.property(input, fc.option(fc.string()), (given, lastEventId) => {
        const text = encodeRequest({ id: 7, method: "query", path: "user.me", input: encodeInput(given), lastEventId });
        const { id, method, params } = JSON.parse(text) as {
          id: number;
          method: string;
          params: Record<string, unknown>;
        };
        expect({ id, method, path: params["path"] }).toEqual({ id: 7, method: "query", path: "user.me" });
        expect(params["lastEventId"]).toBe(lastEventId ?? undefined);
        expect(readInput(params["input"])).toEqual(given);
      }),
    );
  });
});

test.each(["", "{", "7", "null", "[1]", '"PING"'])("a frame that is not of the protocol is refused: %j", (frame) => {
  expect(() => readFrame(frame)).toThrow();
});

test("a binary frame is refused", () => {
  expect(() => readFrame(new ArrayBuffer(2))).toThrow();
});
