import type { Database, Statement } from "better-sqlite3";
import { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { BetterSQLiteSession, PreparedQuery } from "drizzle-orm/better-sqlite3/session";
import { NoopCache } from "drizzle-orm/cache/core";
import { getTableName, is, NoopLogger, Param, Placeholder, Column, SQL, type Query } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { Connection } from "./connection.ts";

/**
 * Drizzle on an open database, whose prepared statements are compiled: Drizzle itself finds out for each value and each
 * column of each row what kind it is, which costs more than SQLite's own part of a lookup by key. What a statement
 * takes and gives is what Drizzle's own would.
 */
export function connect(client: Database): Connection {
  const dialect = new Dialect();
  const db = new BetterSQLite3Database("sync", dialect, new CompiledSession(client, dialect, undefined), undefined);
  return Object.assign(db, { $client: client });
}

/**
 * The plus keeps bound values from the planner. It would look at those of a range, a join or a limit, and so have the
 * statement prepared anew for each: three times what running it costs.
 */
class Dialect extends SQLiteSyncDialect {
  override escapeParam(): string {
    return "+?";
  }
}

type Prepare = BetterSQLiteSession<Record<string, never>, Record<string, never>>["prepareQuery"];
type Fields = NonNullable<Parameters<Prepare>[1]>;
type Row = readonly unknown[];
type Values = Readonly<Record<string, unknown>>;

class CompiledSession extends BetterSQLiteSession<Record<string, never>, Record<string, never>> {
  readonly #client: Database;

  constructor(client: Database, ...rest: [SQLiteSyncDialect, undefined]) {
    super(client, ...rest);
    this.#client = client;
  }

  // A relational query (`db.query`) maps its rows by itself; we have none.
  override prepareQuery: Prepare = (query, fields, method) =>
    new CompiledQuery(this.#client.prepare(query.sql), query, fields, method);
}

class CompiledQuery extends PreparedQuery {
  /** Set by Drizzle's builder once the query is made: of each table, whether a join may leave it out. */
  declare readonly joinsNotNullableMap?: Record<string, boolean>;
  readonly #statement: Statement;
  readonly #bind: (values: Values) => unknown[];
  readonly #fields: Fields | undefined;
  #toObject: ((row: Row) => object) | null = null;

  constructor(
    statement: Statement,
    query: Query,
    fields: Fields | undefined,
    method: ConstructorParameters<typeof PreparedQuery>[7],
  ) {
    super(statement, query, new NoopLogger(), new NoopCache(), undefined, undefined, fields, method, false);
    this.#statement = fields === undefined ? statement : statement.raw();
    this.#bind = compileParameters(query.params);
    this.#fields = fields;
  }

  override run(values: Values = {}) {
    return this.#statement.run(...this.#bind(values));
  }

  override get(values: Values = {}) {
    const row = this.#statement.get(...this.#bind(values));
    return row === undefined ? undefined : this.#object(row);
  }

  override all(values: Values = {}) {
    const rows = this.#statement.all(...this.#bind(values));
    return rows.map((row) => this.#object(row));
  }

  override values(values: Values = {}) {
    return this.#statement.raw().all(...this.#bind(values));
  }

  #object(row: unknown): unknown {
    if (this.#fields === undefined) return row;
    this.#toObject ??= compileFields(this.#fields, this.joinsNotNullableMap);
    return this.#toObject(row as Row);
  }
}

/** What makes the list of values to bind of those that are given by name. */
function compileParameters(params: readonly unknown[]): (values: Values) => unknown[] {
  const binders = params.map((param): ((values: Values) => unknown) => {
    if (is(param, Placeholder)) return (values) => valueOf(values, param.name);
    if (is(param, Param) && is(param.value, Placeholder)) {
      const { encoder, value } = param;
      return (values) => encoder.mapToDriverValue(valueOf(values, value.name));
    }
    return () => param;
  });
  return (values) => binders.map((bind) => bind(values));
}

function valueOf(values: Values, name: string): unknown {
  const value = values[name];
  if (value === undefined && !(name in values)) throw new Error(`No value for placeholder "${name}" was provided`);
  return value;
}

interface Cell {
  key: string;
  index: number;
  /** Null: as it comes. */
  decode: ((value: unknown) => unknown) | null;
}

/** Several columns that make an object of their own. */
interface Group {
  key: string;
  cells: Cell[];
  /** The column that is null where a join has found no row; null: there is always one. */
  absentAt: number | null;
}

/** What makes an object of a row: columns of its own, and one level of objects; in the order of the columns. */
function compileFields(fields: Fields, notNullable: Record<string, boolean> | undefined): (row: Row) => object {
  const parts = new Map<string, Cell | Group>();
  for (const [index, { path, field }] of fields.entries()) {
    const [first = "", second, ...deeper] = path;
    if (deeper.length > 0) throw new Error(`A statement selects ${path.join(".")}: that is nested too deeply.`);
    const cell = { index, decode: decoderOf(field) };
    if (second === undefined) parts.set(first, { key: first, ...cell });
    else {
      const group = parts.get(first);
      const inner = { key: second, ...cell };
      if (group !== undefined && "cells" in group) group.cells.push(inner);
      else parts.set(first, { key: first, cells: [inner], absentAt: absentAt(fields, first, notNullable) });
    }
  }
  const inOrder = [...parts.values()];
  return (row) => fill(inOrder, row);
}

function fill(parts: readonly (Cell | Group)[], row: Row): object {
  const object: Record<string, unknown> = {};
  for (const part of parts) object[part.key] = "cells" in part ? nested(part, row) : read(part, row);
  return object;
}

function nested({ cells, absentAt: at }: Group, row: Row): object | null {
  return at !== null && row[at] === null ? null : fill(cells, row);
}

function read({ index, decode }: Cell, row: Row): unknown {
  const value = row[index];
  return decode === null || value === null ? value : decode(value);
}

/** As Drizzle has it: an object of one joined table's columns is null where its first column is. */
function absentAt(fields: Fields, group: string, notNullable: Record<string, boolean> | undefined): number | null {
  const columns = fields.flatMap(({ path, field }, index) =>
    path[0] === group && is(field, Column) ? [{ index, table: getTableName(field.table) }] : [],
  );
  const [first] = columns;
  if (first === undefined || notNullable === undefined || notNullable[first.table] === true) return null;
  return columns.every(({ table }) => table === first.table) ? first.index : null;
}

function decoderOf(field: Fields[number]["field"]): Cell["decode"] {
  const decoder: Decoder = is(field, Column)
    ? field
    : is(field, SQL)
      ? decoderIn(field)
      : decoderIn("sql" in field ? field.sql : field._.sql);
  if (decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue) return null;
  return decoder.mapFromDriverValue === asItComes ? null : (value) => decoder.mapFromDriverValue(value);
}

interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

/** Drizzle's declarations leave it out. */
function decoderIn(field: SQL): Decoder {
  return (field as unknown as { decoder: Decoder }).decoder;
}

const asItComes = decoderIn(new SQL([])).mapFromDriverValue;
