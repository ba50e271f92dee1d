import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { draftSuffix } from "../../../db/sqlite/draft.ts";
import { roomForUpgrade } from "../../../db/sqlite/upgrade.ts";
import { assertSecret } from "../../security/secret.ts";
import { fine, some, wrong, type Finding } from "./finding.ts";

const othersMay = 0o077;
const hourMs = 60 * 60 * 1000;

/** A write-ahead log this long is one that cannot begin anew, because somebody has been reading for too long. */
const longLogBytes = 256 * 1024 * 1024;

export interface Place {
  /** The data folder, absolute. */
  folder: string;
  databaseFile: string;
  secretFile: string;
  /** The signing secret, where a setting says it. */
  secret: string | null;
  now: Date;
}

/** What can be said of the data folder without looking into the database. */
export const fileChecks: readonly ((place: Place) => Finding)[] = [
  privacy,
  secret,
  leftovers,
  freeSpace,
  writeAheadLog,
];

function privacy({ folder }: Place): Finding {
  const open = [folder, ...readdirSync(folder).map((name) => join(folder, name))].filter(
    (path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & othersMay) !== 0,
  );
  if (open.length === 0) return fine("files", "nobody else can read the data folder");
  return wrong("files", `other users may look into ${some(open)}`, `chmod -R go= ${folder}`);
}

function secret({ secret: given, secretFile }: Place): Finding {
  if (given !== null) return fine("secret", "the signing secret is set, and long enough");
  try {
    assertSecret(Buffer.from(readFileSync(secretFile, "utf8").trim()));
    return fine("secret", "the signing secret is there, and long enough");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return wrong(
      "secret",
      isMissing ? `${secretFile} is missing` : `${secretFile} cannot be read, or is no secret of Natter's`,
      "put it back, or delete it and start the server, which makes another: then everybody has to sign in again",
    );
  }
}

function leftovers({ folder, now }: Place): Finding {
  const old = readdirSync(folder)
    .filter((name) => name.endsWith(draftSuffix) || /^secret\.key\../.test(name))
    .map((name) => join(folder, name))
    // A younger one may be being written.
    .filter((path) => now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime()) > hourMs);
  if (old.length === 0) return fine("leftovers", "nothing unfinished lies about");
  return wrong("leftovers", `${some(old)} was left by something that was interrupted`, "delete it");
}

function freeSpace({ databaseFile }: Place): Finding {
  const { needed, free } = roomForUpgrade(databaseFile);
  const says = `${megabytes(free)} are free; a backup and the next upgrade take up to ${megabytes(needed)}`;
  if (free >= needed) return fine("space", says);
  return wrong("space", says, "make room on the disk of the data folder");
}

function writeAheadLog({ databaseFile }: Place): Finding {
  const bytes = statSync(`${databaseFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const says = `the write-ahead log has ${megabytes(bytes)}`;
  if (bytes <= longLogBytes) return fine("write-ahead log", says);
  return wrong("write-ahead log", says, "end whatever else has the database open, such as a shell of sqlite3");
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
