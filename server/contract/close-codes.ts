/** What a client does after a close: `next` is the whole rule, `meaning` is for people. */
export const closeCodes = {
  1012: { meaning: "the server is restarting", next: "reconnect-jittered" },
  4008: { meaning: "too slow to read", next: "reconnect" },
  4401: { meaning: "the session has ended", next: "sign-in" },
  4402: { meaning: "the access token has expired", next: "refresh" },
  4408: { meaning: "no credentials in time", next: "reconnect-jittered" },
  4426: { meaning: "the client is too old for this server", next: "update" },
  4429: { meaning: "too many connections or requests", next: "back-off" },
} as const;

export type CloseCode = keyof typeof closeCodes;
export type AfterClose = (typeof closeCodes)[CloseCode]["next"];
