import { closeCodes, type AfterClose } from "../server/contract/index.ts";
import { backOff, patientBackOff, spread } from "./backoff.ts";

/**
 * Where the connection stands. `attempt` counts the tries since the server last answered; it drives the back-off.
 *
 * - `idle`: nothing has needed a connection yet.
 * - `connecting`: a socket is being opened.
 * - `refreshing`: the access token is being renewed first.
 * - `open`: calls go out.
 * - `waiting`: for `waitMs`, then it connects again. `patient`: the server asked for it, so nothing shortens it.
 * - `signed-out`: there is no session; signing in leads on.
 * - `too-old`: the server does not talk to this version of the client. Final: update it.
 * - `closed`: `client.close()` was called. Final.
 */
export type ConnectionState =
  | { readonly name: "idle" | "signed-out" | "too-old" | "closed" }
  | { readonly name: "connecting" | "refreshing" | "open"; readonly attempt: number }
  | { readonly name: "waiting"; readonly attempt: number; readonly waitMs: number; readonly patient: boolean };

/** What can happen to a connection. */
export type ConnectionEvent =
  | { readonly type: "wanted" | "opened" | "proven" | "waited" | "network-changed" }
  | { readonly type: "token-stale" | "refreshed" | "refresh-failed" }
  | { readonly type: "signed-in" | "signed-out" | "too-old" | "close" }
  /** The socket is gone, or of no more use; `next` is the contract's word on what follows. */
  | { readonly type: "lost"; readonly next: AfterClose };

/** The whole behaviour of a connection. Returns the same object where nothing changes. `chance` is in [0, 1). */
export function transition(state: ConnectionState, event: ConnectionEvent, chance: number): ConnectionState {
  if (state.name === "closed") return state;
  if (event.type === "close") return { name: "closed" };
  if (state.name === "too-old") return state;
  switch (event.type) {
    case "too-old":
      return { name: "too-old" };
    case "signed-out":
      return state.name === "signed-out" ? state : { name: "signed-out" };
    case "signed-in":
      return state.name === "signed-out" ? { name: "idle" } : state;
    case "wanted":
      return state.name === "idle" ? { name: "connecting", attempt: 0 } : state;
    case "token-stale":
      return state.name === "connecting" ? { name: "refreshing", attempt: state.attempt } : state;
    case "refreshed":
      return state.name === "refreshing" ? { name: "connecting", attempt: state.attempt } : state;
    case "refresh-failed":
      return state.name === "refreshing" ? afterLoss.reconnect(state.attempt, chance) : state;
    case "opened":
      return state.name === "connecting" ? { name: "open", attempt: state.attempt } : state;
    case "proven":
      return state.name === "open" && state.attempt > 0 ? { name: "open", attempt: 0 } : state;
    case "lost":
      return state.name === "open" || state.name === "connecting"
        ? afterLoss[event.next](state.attempt, chance)
        : state;
    case "waited":
      return state.name === "waiting" ? { name: "connecting", attempt: state.attempt } : state;
    case "network-changed":
      return state.name === "waiting" && !state.patient ? { name: "connecting", attempt: state.attempt } : state;
  }
}

/** What a close code asks for; one that the contract does not list is a broken connection like any other. */
export function afterClose(code: number): AfterClose {
  return isListed(code) ? closeCodes[code].next : "reconnect";
}

function isListed(code: number): code is keyof typeof closeCodes {
  return Object.hasOwn(closeCodes, code);
}

const afterLoss: Record<AfterClose, (attempt: number, chance: number) => ConnectionState> = {
  reconnect: (attempt, chance) => wait(attempt, backOff(attempt, chance), false),
  "reconnect-jittered": (attempt, chance) => wait(attempt, spread(chance), true),
  "back-off": (attempt, chance) => wait(attempt, patientBackOff(chance), true),
  // The first time at once. A server that takes no token at all must not be asked in a tight loop.
  refresh: (attempt, chance) =>
    attempt === 0 ? { name: "refreshing", attempt: 1 } : afterLoss.reconnect(attempt, chance),
  "sign-in": () => ({ name: "signed-out" }),
  update: () => ({ name: "too-old" }),
};

function wait(attempt: number, waitMs: number, patient: boolean): ConnectionState {
  return { name: "waiting", attempt: attempt + 1, waitMs, patient };
}
