/**
 * Exactly one emoji. Which sequences are emoji is Unicode's list (RGI), of the version that this Node knows; the
 * selector that asks for the colourful form may be missing, as some keyboards leave it out.
 */
export function isSingleEmoji(text: string): boolean {
  return text.length <= maxUnits && rgiEmoji.test(qualifiedEmoji(text));
}

/** An emoji's one spelling, so that a heart with and without its selector is the same reaction. */
export function qualifiedEmoji(emoji: string): string {
  const qualified = `${emoji}\ufe0f`;
  return rgiEmoji.test(qualified) ? qualified : emoji;
}

/** The longest, families and flags, have half of it. */
const maxUnits = 32;

const rgiEmoji = /^\p{RGI_Emoji}$/v;
