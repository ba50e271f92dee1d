import type { AfterClose } from "../server/contract/index.ts";
import type { NatterError } from "./errors.ts";

/** What a refusal means for the connection. */
type Consequences = Readonly<Partial<Record<NatterError["reason"], AfterClose>>>;

/** Reasons that speak of more than the call that they answer. All others are the call's alone. */
export const afterRefusedCall: Consequences = {
  token_expired: "refresh",
  draining: "reconnect-jittered",
  session_ended: "sign-in",
  account_disabled: "sign-in",
  client_too_old: "update",
};

/** The same where the server refuses the connection as a whole. Any other reason is its own trouble: come back later. */
export const afterRefusedConnection: Consequences = {
  ...afterRefusedCall,
  not_signed_in: "sign-in",
  rate_limited: "back-off",
  busy: "back-off",
};

/** They pass by themselves: a subscription that is refused for one of them is tried again. */
export const passing: ReadonlySet<NatterError["reason"]> = new Set([
  "rate_limited",
  "busy",
  "storage_full",
  "storage_down",
  "internal",
] as const);
