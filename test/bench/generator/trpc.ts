import { codeOf, said, type Protocol } from "./protocol.ts";

export interface TrpcParts {
  /** Natter says so in its first item; a stream without such an item is taken to hear everything once it has started. */
  readyAt: "started" | "first item";
  /** The procedure that streams, and its input. */
  stream: (roomId: string) => { path: string; input: object };
  /** The procedure that sends. */
  send: string;
}

/** All connections use the same request id for their stream, as stock clients do that open theirs first. */
const streamId = 1;
const idAt = `{"id":`.length;
const resultAt = `{"id":1,`.length;
const typeAt = `{"id":1,"result":{"type":"`.length;
const [one, comma, digit0, digit9] = [codeOf("1"), codeOf(","), codeOf("0"), codeOf("9")];

/** tRPC 11 over WebSocket. */
export function trpc({ readyAt, stream, send }: TrpcParts): Protocol {
  const atStart = readyAt === "started" ? said.ready : said.nothing;
  return {
    path: "/trpc?connectionParams=1",
    hello: ({ token, roomId }) => {
      const { path, input } = stream(roomId);
      return [
        JSON.stringify({ method: "connectionParams", data: { token } }),
        JSON.stringify({ id: streamId, method: "subscription", params: { path, input: { json: input } } }),
      ];
    },
    send: ({ roomId }, number, body) => {
      const input = { json: { roomId, clientId: String(number), body } };
      return JSON.stringify({ id: streamId + number, method: "mutation", params: { path: send, input } });
    },
    classify: (bytes, at) => {
      if (bytes[at + idAt] === one && bytes[at + idAt + 1] === comma) {
        if (bytes[at + resultAt + 1] !== codeOf("r")) return said.refused;
        // `data`, `started` or `stopped`
        if (bytes[at + typeAt] === codeOf("d")) return said.delivery;
        return bytes[at + typeAt + 2] === codeOf("a") ? atStart : said.refused;
      }
      let end = at + idAt;
      while ((bytes[end] ?? 0) >= digit0 && (bytes[end] ?? 0) <= digit9) end += 1;
      return bytes[end + 2] === codeOf("r") ? said.acknowledged : said.refused;
    },
    pong: "",
  };
}
