import { expect, test } from "vitest";
import type { Command } from "../../server/domain/commands.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startStage, token } from "../support/transport.ts";

test("who comes back with all the others is written down a few in each commit, whatever fails", async () => {
  const commits: string[][] = [];
  let commit: { done: Promise<void>; end(): void } | null = null;
  const held = Promise.withResolvers<void>();
  const write = async (command: Command) => {
    if (commit === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      commit = { done: promise, end: resolve };
      commits.push([]);
    }
    commits.at(-1)?.push("actor" in command ? command.actor.sessionId : "");
    await (commits.length === 1 ? held.promise : commit.done);
    throw new Error("the disk is full");
  };
  await using stage = await startStage(router({ info: publicProcedure.query(() => "natter") }), {
    override: { writer: { write } },
  });
  const sessions = Array.from({ length: 39 }, (_, index) => `session-${index}`);
  for (const session of sessions) stage.sessions.set(session, { userId: "ada", state: "live" });
  const sockets = await Promise.all(sessions.map((session) => RawSocket.openAs(stage.wsUrl, token("ada", session))));
  await expect.poll(() => stage.presence.length).toBe(sessions.length);
  expect(commits).toHaveLength(1);
  const next = () => {
    const ended = commit;
    commit = null;
    ended?.end();
  };
  held.resolve();
  next();
  for (let count = 2; commits.flat().length < sessions.length; count += 1) {
    await expect.poll(() => commits.length).toBe(count);
    next();
  }
  expect(commits.every((some) => some.length <= 16)).toBe(true);
  expect(commits.flat().sort()).toEqual(sessions.sort());
  for (const socket of sockets) await socket[Symbol.asyncDispose]();
});
