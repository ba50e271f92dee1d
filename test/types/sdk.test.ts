import type { TRPCClient } from "@trpc/client";
import { expectTypeOf, test } from "vitest";
import type { WebSocket as WsWebSocket } from "ws";
import {
  isNatterError,
  type AppRouter,
  type ClientReason,
  type ConnectionState,
  type Event,
  type Message,
  type NatterClient,
  type Observed,
  type OpenRoom,
  type PendingMessage,
  type Reason,
  type RoomList,
  type RoomSnapshot,
  type RoomState,
  type SessionState,
  type SocketConstructor,
} from "../../client-sdk/index.ts";

test("inputs, outputs and events are those of the server", () => {
  expectTypeOf<NatterClient["api"]>().toEqualTypeOf<TRPCClient<AppRouter>>();
  expectTypeOf<NatterClient["send"]>().returns.toEqualTypeOf<Promise<Message>>();
  expectTypeOf<NatterClient["api"]["room"]["open"]["query"]>().returns.resolves.toEqualTypeOf<RoomSnapshot>();
  const onEvent = (client: NatterClient) => client.api.sync.onEvent.subscribe();
  expectTypeOf<Awaited<ReturnType<ReturnType<typeof onEvent>["next"]>>["value"]>().toExtend<
    { id: string; data: Event } | undefined
  >();
});

test("an error's reason is one of a closed list, and narrows", () => {
  const error: unknown = null;
  if (!isNatterError(error)) return;
  expectTypeOf(error.reason).toEqualTypeOf<Reason | ClientReason>();
  expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>();
  expectTypeOf(error.fields).toEqualTypeOf<Record<string, string> | undefined>();
  expectTypeOf(error.outcome).toEqualTypeOf<"refused" | "unknown">();
});

test("a state says by its name what else it has", () => {
  const connection = {} as ConnectionState;
  if (connection.name === "waiting") expectTypeOf(connection.waitMs).toEqualTypeOf<number>();
  const session = {} as SessionState;
  if (session.status === "signed-in") expectTypeOf(session.sessionId).toEqualTypeOf<string | null>();
});

test("what changes is observed in one form, and never changed from outside", () => {
  expectTypeOf<NatterClient["rooms"]>().toExtend<Observed<RoomList>>();
  expectTypeOf<OpenRoom>().toExtend<Observed<RoomState>>();
  expectTypeOf<RoomState["messages"]>().toEqualTypeOf<readonly Message[]>();
  const failed = {} as PendingMessage;
  if (isNatterError(failed.error)) expectTypeOf(failed.error.reason).toEqualTypeOf<Reason | ClientReason>();
});

test("the browser's WebSocket and that of ws both fit", () => {
  expectTypeOf<typeof WebSocket>().toExtend<SocketConstructor>();
  expectTypeOf<typeof WsWebSocket>().toExtend<SocketConstructor>();
});
