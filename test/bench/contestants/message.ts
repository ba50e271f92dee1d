/** What every contestant stores and sends: what a chat cannot do without. */
export interface Message {
  id: string;
  roomId: string;
  senderId: string;
  clientId: string;
  body: string;
  createdAt: Date;
}

export function newMessage(
  roomId: string,
  senderId: string,
  { clientId, body }: { clientId: string; body: string },
): Message {
  return { id: crypto.randomUUID(), roomId, senderId, clientId, body, createdAt: new Date() };
}

/** Tells whoever started this process where it listens. */
export function ready(port: number): void {
  // Ended by itself it writes its profile, if it is asked for one.
  process.on("SIGTERM", () => process.exit(0));
  process.stdout.write(`ready at http://127.0.0.1:${port}\n`);
}
