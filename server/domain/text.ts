/** The length that people see: an emoji beyond the first plane counts once. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The length on disk and on the wire. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Well-formed Unicode without NUL, which databases and C libraries take for an end. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Nothing in it can be seen. U+2800 is a Braille cell without dots. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

/**
 * One line in which nothing is invisible or turns the text around it. Joiners stay allowed where they are part of what
 * is seen: inside an emoji, and within a word of the scripts that are written with them (Persian, Hindi, Sinhala ...).
 */
export function isVisibleText(text: string): boolean {
  return !hidden.test(text.replace(visibleJoins, ""));
}

/** A name that would speak for the server, or that a message could mean everybody by. */
export function isReservedUsername(username: string): boolean {
  return reservedNames.has(username.toLowerCase());
}

/** Controls, line breaks, format characters (bidi among them), fillers, private use. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const visibleJoins = (() => {
  const scripts = "Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala";
  const letter = `[\\p{M}${scripts.split(" ").map((script) => `\\p{Script=${script}}`).join("")}]`;
  return new RegExp(`\\p{RGI_Emoji}|(?<=${letter})[\\u200c\\u200d](?=${letter})`, "gv");
})();

const reservedNames = new Set(
  (
    "admin administrator root sysadmin system natter server support help helpdesk security abuse postmaster webmaster " +
    "noreply no-reply official staff everyone everybody all here channel room anonymous unknown deleted null undefined"
  ).split(" "),
);
