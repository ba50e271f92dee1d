import { expect, test } from "vitest";
import type { Command } from "../../server/domain/commands.ts";
import type { Services } from "../../server/services.ts";
import { Sightings } from "../../server/transport/sightings.ts";

test("who comes back with all the others is written down some each second, once a session, whatever fails", () => {
  const seconds: string[][] = [[]];
  const write = (command: Command): Promise<never> => {
    seconds.at(-1)?.push("actor" in command ? (command.actor?.sessionId ?? "") : "");
    return Promise.reject(new Error("the disk is full"));
  };
  let due: (() => void) | null = null;
  const after = (_: number, run: () => void) => {
    due = run;
    return () => {};
  };
  const services = { writer: { write }, clock: { now: () => new Date() }, log: { debug: () => {} } };
  const sightings = new Sightings(services as unknown as Services, { after });
  const sessions = Array.from({ length: 600 }, (_, index) => `session-${index}`);
  for (const sessionId of [...sessions, "session-599"]) sightings.note({ userId: "ada", sessionId });
  const passSecond = () => {
    seconds.push([]);
    due?.();
  };
  for (let second = 1; second < 5; second += 1) passSecond();
  expect(seconds.map(({ length }) => length)).toEqual([16, 256, 256, 72, 0]);
  expect(seconds.flat()).toEqual(sessions);
  sightings.note({ userId: "ada", sessionId: "session-0" });
  expect(seconds.at(-1)).toEqual(["session-0"]);
});
