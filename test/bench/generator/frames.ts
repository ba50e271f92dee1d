export const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;
type Opcode = (typeof opcodes)[keyof typeof opcodes];

/** Any key will do: it has to be undone by the server like a random one. */
const mask = [0x37, 0xfa, 0x21, 0x3d] as const;

/** A WebSocket frame as a client sends it. */
export function clientFrame(opcode: Opcode, payload: string | Buffer): Buffer {
  const length = Buffer.byteLength(payload);
  if (length > 0xffff) throw new Error("no message of the benchmark is as large as that");
  const headerLength = length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (length >= 126) frame.writeUInt16BE(length, 2);
  for (let index = 0; index < 4; index += 1) frame[headerLength - 4 + index] = mask[index] ?? 0;
  if (typeof payload === "string") frame.write(payload, headerLength);
  else payload.copy(frame, headerLength);
  for (let index = 0; index < length; index += 1) frame[headerLength + index]! ^= mask[index & 3] ?? 0;
  return frame;
}
