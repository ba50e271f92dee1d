import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { createExport, type Export } from "../../../db/sqlite/portable/export.ts";
import { findRooms, findUser } from "../../../db/sqlite/portable/find.ts";
import { openSnapshot, type Snapshot } from "../../../db/sqlite/portable/snapshot.ts";
import { sumOf, type Counts, type Scope } from "../../../db/portable.ts";
import { assets } from "../../assets/index.ts";
import type { Config } from "../../config.ts";
import { databaseFileIn } from "../../data-folder.ts";
import { ExpectedFailure, exitCodes } from "../../expected-failure.ts";
import { startProgress } from "../progress.ts";
import { expectingDatabase } from "./expecting.ts";
import { formatName, formatVersion } from "./format.ts";
import { openOutput, type Output } from "./output.ts";

export interface ExportOptions {
  /** `-`: the standard output. */
  path: string;
  /** An id or a name. */
  room?: string | undefined;
  /** A username. */
  user?: string | undefined;
  withCredentials: boolean;
  force: boolean;
}

interface About {
  version: string;
  now: Date;
}

/**
 * Writes what a server holds, or the part of it that is asked for, as it is at one instant: also while the server runs,
 * which does not notice. Resolves with how many records of each type that were. Rejects with an `ExpectedFailure`, and
 * leaves no half file.
 */
export async function exportTo(config: Config, options: ExportOptions, about: About): Promise<Counts> {
  const { room, user, withCredentials: credentials } = options;
  if (room !== undefined && user !== undefined) throw usage("Give either --room or --user.");
  if (credentials && (room ?? user) !== undefined) throw usage("--with-credentials is for the whole server alone.");
  return expectingDatabase(async () => {
    using snapshot = openSnapshot(databaseFileIn(resolve(config.data)), assets.migrations());
    const scope = scopeOf(snapshot, options);
    const found = createExport(snapshot.client, scope, { credentials });
    const output = await openOutput(options.path, options);
    try {
      await writeAll(output, found, { ...headerOf(snapshot, scope, about), credentials });
      await output.finish();
    } finally {
      await output.abandon();
    }
    return found.counts;
  });
}

function scopeOf({ client }: Snapshot, { room, user }: ExportOptions): Scope {
  if (user !== undefined) {
    const userId = findUser(client, user);
    if (userId === null) throw usage(`There is nobody called ${user}.`);
    return { kind: "user", userId };
  }
  if (room === undefined) return { kind: "server" };
  const [first, ...others] = findRooms(client, room);
  if (first === undefined) throw usage(`There is no room with the id or the name ${room}.`);
  if (others.length === 0) return { kind: "room", roomId: first.id };
  const ids = [first, ...others].map(({ id }) => id).join(" ");
  throw usage(`There are ${others.length + 1} rooms called ${room}. Give the id of one: ${ids}`);
}

function headerOf({ epoch }: Snapshot, scope: Scope, { version, now }: About) {
  return {
    type: "header",
    format: formatName,
    formatVersion,
    exportedAt: now,
    natterVersion: version,
    epoch: epoch ?? undefined,
    scope,
  };
}

/** So much is written at a time. */
const chunkLength = 256 * 1024;

async function writeAll(output: Output, { counts, records }: Export, header: object): Promise<void> {
  const progress = startProgress("exporting", "records");
  const hash = createHash("sha256");
  const total = sumOf(counts);
  let chunk = `${JSON.stringify({ ...header, counts })}\n`;
  let done = 0;
  const flush = async () => {
    hash.update(chunk);
    await output.write(chunk);
    chunk = "";
    progress.update(done, total);
  };
  try {
    for (const record of records()) {
      chunk += `${JSON.stringify(record)}\n`;
      done += 1;
      if (chunk.length > chunkLength) await flush();
    }
    await flush();
    await output.write(`${JSON.stringify({ type: "end", counts, checksum: `sha256:${hash.digest("hex")}` })}\n`);
  } finally {
    progress.end();
  }
}

function usage(message: string): ExpectedFailure {
  return new ExpectedFailure(message, exitCodes.usage);
}
