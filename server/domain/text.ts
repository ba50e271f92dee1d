import { limits } from "../contract/index.ts";

/** What is wrong with something typed, in words for an error's `fields`; null: nothing is. */
export type Problem = string | null;

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

/** Any text: plain, and at most `max` code points. */
export function textProblem(text: string, max: number): Problem {
  if (!isPlainText(text)) return "not well-formed text without NUL";
  // A code point has one unit or two: what is short or far too long is not counted.
  const isTooLong = text.length > max && (text.length > max * 2 || codePoints(text) > max);
  return isTooLong ? `longer than ${max} characters` : null;
}

/** A message's body. */
export function bodyProblem(body: string): Problem {
  const problem = textProblem(body, limits.body.max);
  if (problem !== null) return problem;
  // A unit has at most three bytes.
  if (body.length * 3 > limits.body.maxBytes && utf8Bytes(body) > limits.body.maxBytes)
    return `larger than ${limits.body.maxBytes} bytes`;
  return blank.test(body) ? "empty" : null;
}

/** The form in which a name is checked and stored: NFC, without white space around it. */
export function normalName(name: string): string {
  return name.normalize("NFC").trim();
}

/**
 * A display or room name in its normal form: one line in which nothing is invisible or turns the text around it.
 * Joiners stay allowed where they are part of what is seen: inside an emoji, and within a word of the scripts that are
 * written with them (Persian, Hindi, Sinhala and so on).
 */
export function nameProblem(name: string, max: number): Problem {
  const problem = textProblem(name, max);
  if (problem !== null) return problem;
  if (blank.test(name)) return "empty";
  return hidden.test(name) && hidden.test(name.replace(visibleJoins(), ""))
    ? "contains invisible or direction-changing characters"
    : null;
}

/** A username, in whatever case: ASCII, so that no two look alike in another alphabet. */
export function usernameProblem(username: string): Problem {
  const { min, max, pattern } = limits.username;
  if (username.length < min || username.length > max) return `not ${min} to ${max} characters long`;
  if (!pattern.test(username)) return "contains other characters than a-z A-Z 0-9 _ . -";
  return reservedNames.has(username.toLowerCase()) ? "reserved" : null;
}

/** The shape of an email address. Whether it works only a mail can tell. */
export function emailProblem(email: string): Problem {
  if (email.length > limits.email) return `longer than ${limits.email} characters`;
  return emailShape.test(email) ? null : "not an email address";
}

/** The address of a picture: http or https, and no password in it. */
export function webAddressProblem(address: string, max: number): Problem {
  const problem = textProblem(address, max);
  if (problem !== null) return problem;
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return "not a web address";
  return url.username === "" && url.password === "" ? null : "contains credentials";
}

/** Nothing in it can be seen. U+2800 is a Braille cell without dots. */
const blank = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Controls, line breaks, format characters (bidi among them), fillers, private use. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const joiningScripts =
  "Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala".split(" ");
const joiningLetter = `[\\p{M}${joiningScripts.map((script) => `\\p{Script=${script}}`).join("")}]`;

let madeVisibleJoins: RegExp | undefined;

/** Made when a name first has such a thing in it: the list of all emoji takes longer to read than the rest of a start. */
function visibleJoins(): RegExp {
  return (madeVisibleJoins ??= new RegExp(
    `\\p{RGI_Emoji}|(?<=${joiningLetter})[\\u200c\\u200d](?=${joiningLetter})`,
    "gv",
  ));
}

/** WHATWG's form of an address (what browsers check), with at least one dot in the domain. */
const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const emailShape = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})+$`);

/** Names that would speak for the server, or that a message could mean everybody by. */
const reservedNames = new Set(
  (
    "admin administrator root sysadmin system natter server support help helpdesk security abuse postmaster webmaster " +
    "noreply no-reply official staff everyone everybody all here channel room anonymous unknown deleted null undefined"
  ).split(" "),
);
