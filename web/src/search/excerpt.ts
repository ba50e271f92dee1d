const lead = 60;
const follow = 160;

/** The part of a text around the first of the words that were looked for. */
export function excerptAround(text: string, query: string): { before: string; match: string; after: string } {
  const line = text.replace(/\s+/g, " ").trim();
  const lower = line.toLowerCase();
  const words = [query, ...query.split(/\s+/)].map((word) => word.toLowerCase()).sort((a, b) => b.length - a.length);
  const word = words.find((one) => lower.includes(one)) ?? "";
  const at = lower.indexOf(word);
  const end = at + word.length;
  const start = Math.max(0, at - lead);
  const before = line.slice(start, at).toWellFormed();
  return {
    before: start > 0 ? `… ${before}` : before,
    match: line.slice(at, end),
    after: line.slice(end, end + follow).toWellFormed(),
  };
}
