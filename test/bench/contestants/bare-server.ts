import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { newMessage, ready, type Message } from "./message.ts";
import { userOf } from "./token-check.ts";

export interface Peer {
  ws: WebSocket;
  socket: Socket;
}

export type OnMessage = (sender: Peer, members: ReadonlySet<Peer>, message: Message) => void;

/** A plain `ws` server with rooms and signed-in members. What becomes of a message is the contestant's affair. */
export function serveBare(onMessage: OnMessage): void {
  const rooms = new Map<string, Set<Peer>>();
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () => ready((server.address() as AddressInfo).port));
  server.on("connection", (ws, { socket }) => {
    const peer = { ws, socket };
    const enter = async (hello: Buffer) => {
      const { token, roomId } = JSON.parse(hello.toString()) as { token: string; roomId: string };
      const userId = await userOf(token);
      const members = rooms.get(roomId) ?? new Set();
      rooms.set(roomId, members.add(peer));
      ws.on("close", () => members.delete(peer));
      ws.on("message", (data: Buffer) => {
        const given = JSON.parse(data.toString()) as { clientId: string; body: string };
        onMessage(peer, members, newMessage(roomId, userId, given));
      });
      ws.send(`{"type":"ready"}`);
    };
    ws.once("message", (hello: Buffer) => void enter(hello).catch(() => ws.close(1008)));
  });
}

export function encode(message: Message): Buffer {
  return Buffer.from(JSON.stringify({ type: "message", message }));
}

export function acknowledge({ ws }: Peer, { id, clientId }: Message): void {
  ws.send(JSON.stringify({ type: "acknowledged", clientId, id }));
}
