import type { Database } from "better-sqlite3";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";

/** A query builder on an open database; `$client` is the driver below it. */
export type Connection = BetterSQLite3Database & { $client: Database };
