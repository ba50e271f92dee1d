/** Text in the form in which search compares it: whatever its case (ß is ss) and its width, ä is not a. */
export function fold(text: string): string {
  // Most text is, and a search folds all that it looks at.
  if (plain.test(text)) return text.toLowerCase();
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

const plain = /^[ -~\n]*$/;

/** A name in the form in which names are searched and sorted: ä stands right after a. */
export function foldName(name: string): string {
  return fold(name).normalize("NFD");
}

/** The beginning of a folded name, short enough for a cursor: names that agree in it are sorted by id. */
export function sortKeyOf(foldedName: string): string {
  return [...foldedName].slice(0, 24).join("");
}
