import { describe, expect, test } from "vitest";
import { scheduler } from "../../server/delivery/scheduler.ts";

/** Holds the loop, as a read of the database does. */
function work(ms: number): void {
  const started = performance.now();
  while (performance.now() - started < ms);
}

describe("reads that wait for each other", () => {
  test("go one at a time, in the order of asking, however many promises each is made of", async () => {
    const steps: string[] = [];
    const read = async (name: string) => {
      await scheduler.yield();
      for (let step = 1; step <= 3; step += 1) {
        steps.push(`${name}${step}`);
        await Promise.resolve();
      }
    };
    await Promise.all(["a", "b", "c"].map(read));
    expect(steps.join(" ")).toBe("a1 a2 a3 b1 b2 b3 c1 c2 c3");
  });

  test("let everybody else have a turn before they have held the loop for long", async () => {
    let longest = 0;
    let last = performance.now();
    let done = false;
    const look = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (!done) setImmediate(look);
    };
    look();
    const read = async () => {
      await scheduler.yield();
      await Promise.resolve();
      work(5);
    };
    await Promise.all(Array.from({ length: 40 }, read));
    done = true;
    expect(longest).toBeLessThan(100);
  });

  test("that one of them fails or goes on to wait for something else harms no other", async () => {
    const failing = (async () => {
      await scheduler.yield();
      throw new Error("disk on fire");
    })();
    const waiting = Promise.withResolvers<void>();
    const slow = (async () => {
      await scheduler.yield();
      await waiting.promise;
    })();
    await Promise.allSettled([failing, scheduler.yield()]);
    waiting.resolve();
    await slow;
    await expect(failing).rejects.toThrow("disk on fire");
  });
});
