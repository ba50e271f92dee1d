import { codeOf, said, type Protocol, type Said } from "./protocol.ts";

/** Engine.IO packets are known by their first character, and Socket.IO's, inside a `4`, by the second. */
const engine = new Map<number, Said>([
  [codeOf("0"), said.nothing],
  [codeOf("2"), said.ping],
]);
const socket = new Map<number, Said>([
  [codeOf("0"), said.ready],
  [codeOf("2"), said.delivery],
  [codeOf("3"), said.acknowledged],
]);

/** Socket.IO 4 over its WebSocket transport. */
export const socketIo: Protocol = {
  path: "/socket.io/?EIO=4&transport=websocket",
  hello: ({ token, roomId }) => [`40${JSON.stringify({ token, roomId })}`],
  send: (_, number, body) => `42${number}${JSON.stringify(["message", { clientId: String(number), body }])}`,
  classify: (bytes, at) =>
    (bytes[at] === codeOf("4") ? socket.get(bytes[at + 1] ?? 0) : engine.get(bytes[at] ?? 0)) ?? said.refused,
  pong: "3",
};
