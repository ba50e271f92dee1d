import type { Database } from "better-sqlite3";
import { audits, problemsOf, type Audit } from "../../../db/sqlite/audit.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { standingOf, type Migrations, type Standing } from "../../../db/sqlite/migrate.ts";
import { danglingRows, integrityProblems } from "../../../db/sqlite/soundness.ts";
import { fine, some, wrong, type Finding } from "./finding.ts";

/** So many problems are looked for: more would say nothing new. */
const most = 4;

const restoreIt = "restore a backup, or ask for help with this one; keep a copy of it as it is";

type Check = () => Finding;

/** What can be said of the database: the schema first, because what is beyond it can be judged by its own version only. */
export function databaseChecks(db: Connection, migrations: Migrations, now: Date): Check[] {
  const client = db.$client;
  const always: Check[] = [() => integrity(client), () => references(client)];
  const standing = guarded(() => standingOf(db, migrations));
  const isPresent = standing?.is === "ours" && standing.missing.length === 0;
  const counted = isPresent ? audits.map((audit) => () => counts(client, audit)) : [];
  return [() => schema(standing), ...always, ...counted, ...(isPresent ? [() => clock(client, now)] : [])];
}

function schema(standing: Standing | null): Finding {
  if (standing === null) return wrong("schema", "it cannot be read", restoreIt);
  if (standing.is === "foreign") {
    return wrong("schema", "this is not a database of Natter's", "name the right data folder, or move the file away");
  }
  if (standing.is === "newer") {
    return wrong("schema", "a newer version of Natter has written this database", "use that version or a later one");
  }
  const { version, missing } = standing;
  if (missing.length === 0) return fine("schema", `version ${version}, which is this program's`);
  return fine("schema", `version ${version}: the next start brings it up to ${version + missing.length}`);
}

function integrity(client: Database): Finding {
  const problems = integrityProblems(client, most);
  if (problems.length === 0) return fine("integrity", "SQLite finds nothing wrong with the file");
  return wrong("integrity", `the file is damaged: ${some(problems)}`, restoreIt);
}

function references(client: Database): Finding {
  const problems = guarded(() => danglingRows(client)) ?? ["they cannot be read"];
  if (problems.length === 0) return fine("references", "every row that is referred to is there");
  return wrong("references", `rows are missing that others refer to: ${some(problems)}`, restoreIt);
}

function counts(client: Database, audit: Audit): Finding {
  const problems = guarded(() => problemsOf(audit, client, most)) ?? ["it cannot be read"];
  return problems.length === 0 ? fine(audit.name, audit.sound) : wrong(audit.name, some(problems), restoreIt);
}

/** What is written by a clock that was ahead is shown with times to come. */
function clock(client: Database, now: Date): Finding {
  const newest = guarded(() =>
    client.prepare<[], number>("select at from events order by position desc limit 1").pluck().get(),
  );
  const ahead = (newest ?? 0) - now.getTime();
  if (now.getTime() > firstRelease && ahead < 10 * 60 * 1000) return fine("clock", `it is ${now.toISOString()}`);
  return wrong(
    "clock",
    ahead > 0
      ? `the newest event is from ${new Date(newest ?? 0).toISOString()}, and it is ${now.toISOString()}`
      : `it is ${now.toISOString()}`,
    "set the clock of this machine right, and keep it right (NTP)",
  );
}

const firstRelease = Date.UTC(2026, 10, 1);

/** Null: the database is too damaged to say. */
function guarded<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
