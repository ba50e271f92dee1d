import { eq } from "drizzle-orm";
import type { Connection } from "./connection.ts";
import { meta } from "./schema.ts";

/** A database without an epoch is new, or restored from a backup: its positions are another log's from now on. */
export function epochOf(db: Connection, newEpoch: () => string): string {
  const [found] = db.select().from(meta).where(eq(meta.key, "epoch")).all();
  if (found !== undefined) return found.value;
  const value = newEpoch();
  db.insert(meta).values({ key: "epoch", value }).run();
  return value;
}
