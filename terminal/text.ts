import { stripVTControlCharacters } from "node:util";

/**
 * What other people wrote, made safe to print: no escape sequence that could move the cursor, rename the window or
 * write to the clipboard, and no control that would make text read backwards. Line breaks stay.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll("\t", "  ")
    .replaceAll(controls, "");
}

/** `plain`, on one line, cut to so many characters. */
export function excerpt(text: string, length: number): string {
  const characters = [...plain(text).replaceAll(/\s+/g, " ").trim()];
  return characters.length <= length ? characters.join("") : `${characters.slice(0, length - 1).join("")}…`;
}

/** C0 and C1 but for the line break, and the bidi embeddings, overrides and isolates. */
// oxlint-disable-next-line no-control-regex -- they are what must not come through
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
