/** Who a connection of the generator is. */
export interface Member {
  userId: string;
  /** An access token, the same kind for every contestant. */
  token: string;
  roomId: string;
}

/** What a frame from a server says. */
export const said = {
  nothing: 0,
  /** The member is signed in and hears everything from here on. */
  ready: 1,
  /** A message of the room. */
  delivery: 2,
  /** A message of this member's own has been taken. */
  acknowledged: 3,
  /** Something was refused; no round goes on after it. */
  refused: 4,
  /** The protocol's own ping, which wants an answer. */
  ping: 5,
} as const;
export type Said = (typeof said)[keyof typeof said];

/** How a contestant's clients speak, in text frames over one WebSocket. */
export interface Protocol {
  /** Where the upgrade goes. */
  path: string;
  /** The frames that sign a member in and ask for everything in the room. */
  hello(member: Member): string[];
  /** `number` is this connection's own: 1, 2, 3, ... */
  send(member: Member, number: number, body: string): string;
  /** By the first bytes of a frame (`prefixBytes` of them are there, if the frame has so many): nothing is parsed. */
  classify(bytes: Buffer, at: number): Said;
  /** What answers a ping of the protocol's own. */
  pong: string;
}

/** How much of a frame `classify` may look at. */
export const prefixBytes = 40;

export function codeOf(character: string): number {
  return character.charCodeAt(0);
}
