// The same with what a member gets in one turn of the loop in one write, put together once for the whole room.
import { textFrame } from "../../../server/transport/frames.ts";
import { acknowledge, encode, serveBare, type Peer } from "./bare-server.ts";
import type { Message } from "./message.ts";

interface Arrived {
  sender: Peer;
  message: Message;
}

const arrived = new Map<ReadonlySet<Peer>, Arrived[]>();

serveBare((sender, members, message) => {
  if (arrived.size === 0) setImmediate(endTurn);
  const ofRoom = arrived.get(members) ?? [];
  arrived.set(members, ofRoom);
  ofRoom.push({ sender, message });
});

function endTurn(): void {
  for (const [members, ofRoom] of arrived) {
    const bytes = Buffer.concat(ofRoom.map(({ message }) => textFrame(encode(message).toString())));
    for (const { socket } of members) socket.write(bytes);
    for (const { sender, message } of ofRoom) acknowledge(sender, message);
  }
  arrived.clear();
}
