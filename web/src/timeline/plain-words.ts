/** So much is shown of a message at most where a line has to do. */
const most = 300;

/** What a message says, in one line and without the signs of Markdown: for lists, quotes and notices. */
export function plainWords(body: string): string {
  return body
    .slice(0, most)
    .toWellFormed()
    .replace(/```[\w+-]*\n?/g, " ")
    .replace(/!?\[([^\]\n]+)\]\([^)\s]*\)/g, "$1")
    .replace(/(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*_])/g, "$2")
    .replace(/`([^`\n]+)`/g, "$1")
    .replace(/^ {0,3}(?:#{1,6}|>|[-*+]) +/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
