import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/router.ts";
import type { CallRequest, Calls } from "./calls.ts";
import { newClientId } from "./client-id.ts";
import { deadlineOf } from "./deadline.ts";
import { NatterError } from "./errors.ts";
import type { Observed } from "./observed.ts";
import type { ConnectionState } from "./transition.ts";
import { encodeInput } from "./wire.ts";

/** What must not be sent again while it is not known whether it was done. Everything else says what shall be. */
const once = new Set(["auth.changePassword", "bot.create", "bot.rotateToken"]);

/** Puts what the app calls on the one socket. */
export function overSocket(
  calls: Calls,
  connection: Observed<ConnectionState>,
  deadlineMs: number,
): TRPCLink<AppRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        let input: string;
        try {
          input = encodeInput(repeatable(op));
        } catch (cause) {
          // There are values that JSON has no words for.
          observer.error(new NatterError("invalid_input", cause instanceof Error ? { cause } : {}));
          return;
        }
        const request: CallRequest = {
          kind: op.type,
          path: op.path,
          input,
          deadlineMs: deadlineOf(op.context, deadlineMs),
          repeatable: !once.has(op.path),
          signal: op.signal ?? null,
        };
        const forget = calls.add(request, {
          started: () => observer.next({ result: { type: "started" } }),
          data: (data) => {
            observer.next({ result: { type: "data", data } });
            if (op.type !== "subscription") observer.complete();
          },
          ended: () => {
            observer.next({ result: { type: "stopped" } });
            observer.complete();
          },
          failed: (error) => observer.error(error),
        });
        if (op.type !== "subscription") return forget;
        const tell = () => observer.next({ result: { type: "state", state: stateFor(connection), error: null } });
        const unsubscribe = connection.subscribe(tell);
        tell();
        return () => {
          unsubscribe();
          forget();
        };
      });
}

/** A room that is created twice is two rooms, unless the server can tell the repeat. */
function repeatable({ path, input }: { path: string; input: unknown }): unknown {
  if (path !== "room.create" || typeof input !== "object" || input === null) return input;
  return "clientId" in input && input.clientId !== undefined ? input : { ...input, clientId: newClientId() };
}

/** In tRPC's words. */
function stateFor(connection: Observed<ConnectionState>): "idle" | "connecting" | "pending" {
  const { name } = connection.getSnapshot();
  if (name === "open") return "pending";
  return name === "idle" || name === "closed" ? "idle" : "connecting";
}
