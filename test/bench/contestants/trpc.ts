// Stock tRPC with the event-emitter pattern of its documentation: an `on()` for each subscription, items tracked,
// superjson. Nothing is stored.
import { EventEmitter, on } from "node:events";
import type { AddressInfo } from "node:net";
import { initTRPC, tracked, TRPCError } from "@trpc/server";
import { applyWSSHandler, type CreateWSSContextFnOptions } from "@trpc/server/adapters/ws";
import superjson from "superjson";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { newMessage, ready, type Message } from "./message.ts";
import { userOf } from "./token-check.ts";

const t = initTRPC.context<{ userId: string }>().create({ transformer: superjson });
const events = new EventEmitter<Record<string, [Message]>>();
events.setMaxListeners(0);

const router = t.router({
  onMessage: t.procedure.input(z.object({ roomId: z.string() })).subscription(async function* ({ input, signal }) {
    for await (const [message] of on(events, input.roomId, { signal }) as AsyncIterable<[Message]>) {
      yield tracked(message.id, message);
    }
  }),
  send: t.procedure
    .input(z.object({ roomId: z.string(), clientId: z.string(), body: z.string() }))
    .mutation(({ ctx, input }) => {
      const message = newMessage(input.roomId, ctx.userId, input);
      events.emit(input.roomId, message);
      return message;
    }),
});

const wss = new WebSocketServer({ host: "127.0.0.1", port: 0 });
applyWSSHandler({
  wss,
  router,
  createContext: async ({ info }: CreateWSSContextFnOptions) => {
    const token = info.connectionParams?.["token"];
    if (token === undefined) throw new TRPCError({ code: "UNAUTHORIZED" });
    return { userId: await userOf(token) };
  },
});
wss.on("listening", () => ready((wss.address() as AddressInfo).port));
