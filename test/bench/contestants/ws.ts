// A bare `ws` broadcast, as its README shows it. Nothing is stored.
import { acknowledge, encode, serveBare } from "./bare-server.ts";

serveBare((sender, members, message) => {
  const bytes = encode(message);
  for (const { ws } of members) ws.send(bytes, { binary: false });
  acknowledge(sender, message);
});
