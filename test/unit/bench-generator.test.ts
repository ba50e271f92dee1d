import { describe, expect, test } from "vitest";
import { FrameReader, readBuffer } from "../bench/generator/frame-reader.ts";
import { Room, type RoomMember } from "../bench/generator/room.ts";
import { textFrame } from "../../server/transport/frames.ts";

describe("the generator reads frames by their lengths", () => {
  const texts = ["", "short", "é".repeat(100), "x".repeat(3000), "y".repeat(70_000), "last"];
  const bytes = Buffer.concat(texts.map((text) => textFrame(text)));

  /** Reads all of it in pieces of a size. */
  function read(size: number, whole: boolean): { lengths: number[]; texts: string[] } {
    const seen = { lengths: [] as number[], texts: [] as string[] };
    const reader = new FrameReader((_, shared, at, length) => {
      seen.lengths.push(length);
      seen.texts.push(shared.toString("utf8", at, at + length));
    });
    reader.whole = whole;
    for (let from = 0; from < bytes.length; from += size) {
      reader.take(bytes.copy(readBuffer, 0, from, Math.min(from + size, bytes.length)));
    }
    return seen;
  }

  test.each([1, 2, 3, 7, 41, 1000, 200_000])("wherever they are cut, every %i bytes for one", (size) => {
    expect(read(size, false).lengths).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  test("a witness is given them whole", () => {
    for (const size of [5, 1000, 60_000]) expect(read(size, true).texts).toEqual(texts);
  });
});

describe("a round counts only if nobody missed anything", () => {
  /** A room of two in which ada has said a thing, and what the two have then heard of it. */
  function roomWhere(heard: { ada: string[]; grace: string[]; acknowledged: number }): Room {
    const room = new Room([member("ada", heard.ada), member("grace", heard.grace)], 20);
    room.send(1);
    for (let count = 0; count < heard.acknowledged; count += 1) room.onAcknowledged();
    for (const texts of [heard.ada, heard.grace]) for (const index of texts.keys()) room.onDelivery(index + 1);
    return room;
  }

  function member(userId: string, texts: string[]): RoomMember {
    return { member: { userId }, listener: null, delivered: texts.length, texts, send: () => {}, witness: () => {} };
  }

  test("both heard it, and it was acknowledged", () => {
    const room = roomWhere({ ada: ["#0 hello"], grace: ["#0 hello"], acknowledged: 1 });
    expect(room.done).toBe(1);
    room.verify();
  });

  test("grace did not hear it", () => {
    const room = roomWhere({ ada: ["#0 hello"], grace: [], acknowledged: 1 });
    expect(room.done).toBe(0);
    expect(() => room.verify()).toThrow("grace got 0 of 1 messages");
  });

  test("grace heard it twice", () => {
    const room = roomWhere({ ada: ["#0 hello"], grace: ["#0 hello", "#0 hello"], acknowledged: 1 });
    expect(() => room.verify()).toThrow("grace got 2 of 1 messages");
  });

  test("it was not acknowledged", () => {
    const room = roomWhere({ ada: ["#0 hello"], grace: ["#0 hello"], acknowledged: 0 });
    expect(room.done).toBe(0);
    expect(() => room.verify()).toThrow("0 of 1 were acknowledged");
  });

  test("what came was not what had been said", () => {
    const room = roomWhere({ ada: ["{}"], grace: ["{}"], acknowledged: 1 });
    expect(() => room.verify()).toThrow("message 0 never came");
  });
});
