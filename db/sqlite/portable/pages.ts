import type { Database } from "better-sqlite3";
import type { ScopeValues } from "./scopes.ts";

/** So many rows are in memory at a time. */
export const pageRows = 500;

/**
 * The rows of a select in ascending `place`, page by page: while a statement is being stepped through, its connection
 * carries out no other. The select is given `:after` and names a column `place`, which ascends.
 */
export function* pages<Row extends { place: number }>(
  client: Database,
  select: string,
  values: ScopeValues,
): Generator<Row[]> {
  const statement = client.prepare<ScopeValues & { after: number }, Row>(`${select} order by place limit ${pageRows}`);
  let after = 0;
  for (;;) {
    const rows = statement.all({ ...values, after });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.place;
  }
}

/** A date of a row. */
export function dateOf(milliseconds: number): Date {
  return new Date(milliseconds);
}

/** The same, where there is one. */
export function maybeDate(milliseconds: number | null): Date | undefined {
  return milliseconds === null ? undefined : new Date(milliseconds);
}
