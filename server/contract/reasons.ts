/**
 * Every reason a call can fail for. A failed call is a tRPC error whose `data` carries one of them. The text is fixed
 * per reason, so that what is hidden and what does not exist look alike to the letter.
 */
export const reasons = {
  invalid_input: { code: "BAD_REQUEST", message: "Some of the input is not valid; `fields` says what." },
  weak_password: {
    code: "BAD_REQUEST",
    message: "This password is too easy to guess. Choose a longer or less common one.",
  },
  client_too_old: { code: "BAD_REQUEST", message: "This client is too old for this server. Update it." },
  not_signed_in: { code: "UNAUTHORIZED", message: "Sign in first." },
  bad_credentials: { code: "UNAUTHORIZED", message: "The name or the password is wrong." },
  session_ended: { code: "UNAUTHORIZED", message: "This session has ended. Sign in again." },
  token_expired: { code: "UNAUTHORIZED", message: "The access token has expired. Refresh it." },
  account_disabled: { code: "UNAUTHORIZED", message: "This account is disabled. Ask whoever runs the server." },
  not_allowed: { code: "FORBIDDEN", message: "You are not allowed to do this." },
  banned: { code: "FORBIDDEN", message: "This person is banned from the room." },
  registration_closed: { code: "FORBIDDEN", message: "This server does not take new accounts. Ask whoever runs it." },
  not_found: { code: "NOT_FOUND", message: "There is no such thing, or you cannot see it." },
  unknown_procedure: { code: "NOT_FOUND", message: "There is no such procedure." },
  username_taken: { code: "CONFLICT", message: "This username is taken." },
  email_taken: { code: "CONFLICT", message: "This email address belongs to another account." },
  client_id_reused: { code: "CONFLICT", message: "This clientId was used before, with other content." },
  last_owner: { code: "CONFLICT", message: "A room needs an owner. Make somebody else an owner first." },
  rate_limited: { code: "TOO_MANY_REQUESTS", message: "Too many requests. Wait for `retryAfterMs`, then try again." },
  busy: { code: "TOO_MANY_REQUESTS", message: "The server is busy. Wait for `retryAfterMs`, then try again." },
  too_large: { code: "PAYLOAD_TOO_LARGE", message: "This request is too large." },
  storage_full: { code: "SERVICE_UNAVAILABLE", message: "The server's disk is full; nothing was stored." },
  storage_down: {
    code: "SERVICE_UNAVAILABLE",
    message: "The server's database cannot be reached; nothing was stored.",
  },
  draining: { code: "SERVICE_UNAVAILABLE", message: "The server is restarting. Try again in a moment." },
  internal: { code: "INTERNAL_SERVER_ERROR", message: "Something went wrong in the server. It has been logged." },
} as const;

export type Reason = keyof typeof reasons;

/** What `error.data` of a failed call carries. */
export interface ErrorData {
  reason: Reason;
  /** The tRPC code that goes with the reason. */
  code: (typeof reasons)[Reason]["code"];
  httpStatus: number;
  /** Where waiting helps: for how long, in milliseconds. */
  retryAfterMs?: number;
  /** Where the input was wrong: the path of each field, and what is wrong with it. */
  fields?: Record<string, string>;
}
