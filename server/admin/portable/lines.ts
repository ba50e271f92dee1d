import { createHash } from "node:crypto";
import { readSync } from "node:fs";

export interface Line {
  /** 1, 2, 3, ... */
  number: number;
  /** Null: it is no text, or too long for a line; nothing comes after one that is too long. */
  text: string | null;
  /** How far the file has been read, in bytes. */
  through: number;
  /** Whether it ends in a line feed, as every line of a whole file does. */
  isWhole: boolean;
  /** SHA-256 in hexadecimal of all the lines before. Ask before the next line is read. */
  digestBefore(): string;
}

/** The longest record has a few hundred KB: what is longer is another kind of file. */
const mostBytes = 1024 * 1024;
const chunkBytes = 256 * 1024;

/** The lines of a file from its beginning, one in memory at a time. */
export function* readLines(descriptor: number): Generator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const hash = createHash("sha256");
  let number = 0;
  let through = 0;
  for (const bytes of splitLines(descriptor)) {
    number += 1;
    through += bytes.length;
    const isWhole = bytes.at(-1) === lineFeed;
    const text = bytes.length > mostBytes ? null : decode(decoder, bytes);
    yield { number, text, through, isWhole, digestBefore: () => hash.copy().digest("hex") };
    if (bytes.length > mostBytes) return;
    hash.update(bytes);
  }
}

const lineFeed = 0x0a;

/** With their line feeds. One that is too long comes as far as it has been read. */
function* splitLines(descriptor: number): Generator<Buffer> {
  const chunk = Buffer.alloc(chunkBytes);
  let rest = Buffer.alloc(0);
  for (let position = 0; ;) {
    const read = readSync(descriptor, chunk, 0, chunkBytes, position);
    if (read === 0) break;
    position += read;
    let buffer = Buffer.concat([rest, chunk.subarray(0, read)]);
    for (let end = buffer.indexOf(lineFeed); end !== -1; end = buffer.indexOf(lineFeed)) {
      yield buffer.subarray(0, end + 1);
      buffer = buffer.subarray(end + 1);
    }
    rest = buffer;
    if (rest.length > mostBytes) break;
  }
  if (rest.length > 0) yield rest;
}

function decode(decoder: TextDecoder, bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
