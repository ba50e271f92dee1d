/** Usernames in lower case. */
export interface Names {
  /** Of those whom a text mentions. */
  readonly all: ReadonlySet<string>;
  /** The reader's own. */
  readonly mine: string | null;
}

export interface Part {
  readonly text: string;
  /** Null: ordinary text. */
  readonly mention: "me" | "other" | null;
}

const mention = /(?<![\w@.-])@([a-z0-9_.-]+)/gi;

/** Cuts a text into its mentions and what is between them. */
export function splitMentions(text: string, { all, mine }: Names): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 1: name = "", index } of text.matchAll(mention)) {
    // A full stop after a name ends the sentence.
    const known = [name, name.replace(/[.-]+$/, "")].map((form) => form.toLowerCase()).find((form) => all.has(form));
    if (known === undefined) continue;
    parts.push({ text: text.slice(end, index), mention: null });
    end = index + 1 + known.length;
    parts.push({ text: text.slice(index, end), mention: known === mine ? "me" : "other" });
  }
  parts.push({ text: text.slice(end), mention: null });
  return parts.filter((part) => part.text !== "");
}
