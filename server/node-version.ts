/** What to do where this Node is too old: better-sqlite3 takes an older one down without a word. Null: it is not. */
export function nodeProblem(): string | null {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isTooOld = major < 22 || (major === 22 && minor < 14) || Number(process.versions["napi"] ?? 0) < 10;
  return isTooOld ? `Node ${process.versions.node} is too old: install Node 22.14 or later` : null;
}
