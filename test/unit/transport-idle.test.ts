import { IncomingMessage } from "node:http";
import { queryObjects } from "node:v8";
import { expect, test } from "vitest";
import { durable } from "../../server/live-stream.ts";
import { NatterError } from "../../server/errors.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startStage, token } from "../support/transport.ts";

const appRouter = router({
  events: publicProcedure.subscription(() =>
    durable((_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()))),
  ),
});

test("a connection that has signed in and listens keeps nothing of its request, and no error in reserve", async () => {
  await using stage = await startStage(appRouter);
  const sockets = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = await RawSocket.openAs(stage.wsUrl, token("ada"));
      socket.send(call(1, "subscription", "events"));
      await socket.until(1);
      return socket;
    }),
  );
  // Those of the last ones, and the client's own, may still be on their way out.
  expect(queryObjects(IncomingMessage, { format: "count" })).toBeLessThan(sockets.length / 2);
  // A few are made once and kept for all.
  expect(queryObjects(NatterError, { format: "count" })).toBeLessThan(sockets.length / 2);
  for (const socket of sockets) await socket[Symbol.asyncDispose]();
});
