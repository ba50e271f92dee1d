import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { DatabaseError } from "../../../db/sqlite/errors.ts";
import { openForReading } from "../../../db/sqlite/open.ts";
import { assets } from "../../assets/index.ts";
import type { Config } from "../../config.ts";
import { databaseFileIn, secretFileIn } from "../../data-folder.ts";
import { databaseChecks } from "./database.ts";
import { fileChecks, type Place } from "./files.ts";
import { fine, wrong, type Finding } from "./finding.ts";

/**
 * Looks through a data folder, also while a server runs on it, without changing anything. `onProgress` is called before
 * each check.
 */
export async function examine(
  { data, secret }: Config,
  version: string,
  onProgress: (done: number, total: number) => void,
): Promise<Finding[]> {
  const folder = resolve(data);
  const databaseFile = databaseFileIn(folder);
  const now = new Date();
  const findings = [fine("versions", `Natter ${version}, Node ${process.versions.node}`)];
  if (!existsSync(databaseFile)) {
    return [...findings, wrong("database", `there is none in ${folder}`, "name the data folder with --data")];
  }
  const place: Place = { folder, databaseFile, secretFile: secretFileIn(folder), secret, now };
  const db = open(databaseFile);
  const inside = "check" in db ? [() => db] : databaseChecks(db, assets.migrations(), now);
  const checks = [...fileChecks.map((check) => () => check(place)), ...inside];
  try {
    for (const [index, check] of checks.entries()) {
      onProgress(index, checks.length);
      // Ctrl-C is heard in between.
      await nextTurn();
      findings.push(check());
    }
    return findings;
  } finally {
    if (!("check" in db)) db.$client.close();
  }
}

/** One instant of the database, in which everything is compared; or why it cannot be opened. */
function open(file: string): Connection | Finding {
  try {
    const db = openForReading(file);
    db.$client.exec("begin");
    return db;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return wrong("database", error.message, "see above, and restore a backup where nothing else helps");
  }
}
