// A bare `ws` broadcast that stores: the messages of one turn of the loop in one transaction, with one fsync.
import { acknowledge, encode, serveBare, type Peer } from "./bare-server.ts";
import { MessageTable } from "./message-table.ts";
import type { Message } from "./message.ts";

interface Arrived {
  sender: Peer;
  members: ReadonlySet<Peer>;
  message: Message;
}

const table = new MessageTable("FULL");
let arrived: Arrived[] = [];

serveBare((sender, members, message) => {
  if (arrived.length === 0) setImmediate(endTurn);
  arrived.push({ sender, members, message });
});

function endTurn(): void {
  const batch = arrived;
  arrived = [];
  table.storeAll(batch.map(({ message }) => message));
  for (const { sender, members, message } of batch) {
    const bytes = encode(message);
    for (const { ws } of members) ws.send(bytes, { binary: false });
    acknowledge(sender, message);
  }
}
