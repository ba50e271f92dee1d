/** What one check came to, in words: `remedy` says what to do where something is wrong. */
export type Finding =
  | { check: string; ok: true; says: string }
  | { check: string; ok: false; says: string; remedy: string };

export function fine(check: string, says: string): Finding {
  return { check, ok: true, says };
}

export function wrong(check: string, says: string, remedy: string): Finding {
  return { check, ok: false, says, remedy };
}

/** The first few of many, so that they fit on a line. */
export function some(problems: readonly string[]): string {
  const shown = problems.slice(0, 3).join("; ");
  return problems.length > 3 ? `${shown}; and more` : shown;
}
