// Socket.IO 4 as its tutorial has it: the message is inserted, then emitted to the room, then acknowledged. By
// BENCH_SYNCHRONOUS the insert is durable (FULL) or as better-sqlite3 has it in WAL mode (NORMAL).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { MessageTable } from "./message-table.ts";
import { newMessage, ready } from "./message.ts";
import { userOf } from "./token-check.ts";

interface Auth {
  token: string;
  roomId: string;
}

const table = new MessageTable(process.env["BENCH_SYNCHRONOUS"] === "FULL" ? "FULL" : "NORMAL");
const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.use((socket, next) => {
  const check = async () => {
    const { token } = socket.handshake.auth as Auth;
    socket.data = { userId: await userOf(token) };
    next();
  };
  check().catch(() => socket.disconnect(true));
});

io.on("connection", (socket) => {
  const { roomId } = socket.handshake.auth as Auth;
  const { userId } = socket.data as { userId: string };
  void socket.join(roomId);
  socket.on("message", (given: { clientId: string; body: string }, acknowledge: (answer: object) => void) => {
    const message = newMessage(roomId, userId, given);
    table.store(message);
    io.to(roomId).emit("message", message);
    acknowledge({ id: message.id, clientId: message.clientId });
  });
});

http.listen(0, "127.0.0.1", () => ready((http.address() as AddressInfo).port));
