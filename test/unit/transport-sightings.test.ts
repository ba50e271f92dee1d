import { expect, test } from "vitest";
import type { Command } from "../../server/domain/commands.ts";
import type { Services } from "../../server/services.ts";
import { Sightings } from "../../server/transport/sightings.ts";

test("who comes back with all the others is written down a few at a time, once a session, whatever fails", () => {
  const rounds: string[][] = [[]];
  const write = (command: Command): Promise<never> => {
    rounds.at(-1)?.push("actor" in command ? (command.actor?.sessionId ?? "") : "");
    return Promise.reject(new Error("the disk is full"));
  };
  let due: (() => void) | null = null;
  const after = (_: number, run: () => void) => {
    due = run;
    return () => {};
  };
  const services = { writer: { write }, clock: { now: () => new Date() }, log: { debug: () => {} } };
  const sightings = new Sightings(services as unknown as Services, { after });
  const sessions = Array.from({ length: 120 }, (_, index) => `session-${index}`);
  for (const sessionId of [...sessions, "session-119"]) sightings.note({ userId: "ada", sessionId });
  const passRound = () => {
    rounds.push([]);
    due?.();
  };
  for (let round = 1; round < 6; round += 1) passRound();
  expect(rounds.map(({ length }) => length)).toEqual([8, 96, 16, 0, 0, 0]);
  expect(rounds.flat()).toEqual(sessions);
  sightings.note({ userId: "ada", sessionId: "session-0" });
  expect(rounds.at(-1)).toEqual(["session-0"]);
});
