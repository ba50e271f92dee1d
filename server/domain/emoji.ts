/**
 * The one emoji that a text is, in its one spelling, so that a heart with and without its selector is the same
 * reaction; null when it is anything else. Which sequences are emoji is Unicode's list (RGI), of this Node's version.
 */
export function oneEmoji(text: string): string | null {
  if (text.length > maxUnits) return null;
  if (rgiEmoji.test(text)) return text;
  // Some keyboards leave out the selector that asks for the colourful form.
  const qualified = `${text}\ufe0f`;
  return rgiEmoji.test(qualified) ? qualified : null;
}

/** The longest, families and flags, have half of it. */
const maxUnits = 32;

const rgiEmoji = /^\p{RGI_Emoji}$/v;
