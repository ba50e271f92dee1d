import type { Socket } from "node:net";
import type { Wheel } from "./wheel.ts";

/**
 * Calls `onStall` once when a socket with something to write has got rid of none of it for `ms`. A slow reader is not
 * a stalled one. The returned function ends the watch.
 */
export function watchForStall(wheel: Wheel, socket: Socket, ms: number, onStall: () => void): () => void {
  let sent = sentBy(socket);
  let cancel = wheel.after(ms, look);

  function look(): void {
    const now = sentBy(socket);
    if (socket.writableLength > 0 && now === sent) {
      onStall();
      return;
    }
    sent = now;
    cancel = wheel.after(ms, look);
  }

  return () => cancel();
}

/** `bytesWritten` counts what still waits in the process too. */
function sentBy(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength;
}
