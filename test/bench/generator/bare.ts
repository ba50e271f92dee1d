import { codeOf, said, type Protocol, type Said } from "./protocol.ts";

const byKind = new Map<number, Said>([
  [codeOf("r"), said.ready],
  [codeOf("m"), said.delivery],
  [codeOf("a"), said.acknowledged],
]);
const kindAt = `{"type":"`.length;

/** JSON without ceremony: `{"type":"message",...}`. */
export const bare: Protocol = {
  path: "/",
  hello: ({ token, roomId }) => [JSON.stringify({ token, roomId })],
  send: (_, number, body) => JSON.stringify({ clientId: String(number), body }),
  classify: (bytes, at) => byKind.get(bytes[at + kindAt] ?? 0) ?? said.refused,
  pong: "",
};
