import type { Page } from "../../../server/contract/index.ts";
import { makeCursor, readNameCursor } from "../../cursor.ts";
import { foldName } from "../../fold.ts";
import type { PageRequest } from "../../store.ts";

/** One call looks through so many names, which takes some 5 ms; then a cursor leads on. */
export const lookedThrough = 20_000;

/** A place in a list that is sorted by name. */
export interface NamePlace {
  sortKey: string;
  id: string;
}

interface NameStatements<Row> {
  /** Those with `(name, id) < place <= (endName, endId)` that contain the query. */
  page(given: { name: string; id: string; endName: string; endId: string; query: string; limit: number }): Row[];
  /** The last one of `lookedThrough` after the place. */
  end(given: { name: string; id: string }): NamePlace | undefined;
}

/** Beyond every name. */
const theEnd: NamePlace = { sortKey: "\u{10ffff}", id: "" };

/** A page of what `list` names, from statements that know its table. Throws `BadCursor`. */
export function readNamePage<Row extends NamePlace>(
  list: string,
  { page, end }: NameStatements<Row>,
  { query = "", cursor, limit }: PageRequest & { query?: string | undefined },
): Page<Row> {
  const after = cursor === undefined ? { name: "", id: "" } : readNameCursor(list, cursor);
  const sought = foldName(query.trim());
  // Without a query every row is one of the page.
  const stop = sought === "" ? undefined : end(after);
  const { sortKey: endName, id: endId } = stop ?? theEnd;
  const found = page({ ...after, endName, endId, query: sought, limit: limit + 1 });
  const items = found.slice(0, limit);
  const next = found.length > limit ? items.at(-1) : stop;
  return { items, nextCursor: next === undefined ? null : makeCursor(list, next.sortKey, next.id) };
}
