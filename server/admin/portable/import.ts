import { closeSync, existsSync, fstatSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  ImportWriter,
  openForComparing,
  openForImport,
  type ImportDatabase,
} from "../../../db/sqlite/portable/import.ts";
import { Merge, type MergeOptions } from "../../../db/sqlite/portable/merge.ts";
import type { AddedRecord } from "../../../db/sqlite/portable/add.ts";
import { noCounts, type Counts, type PortableRecord } from "../../../db/portable.ts";
import { assets } from "../../assets/index.ts";
import type { Config } from "../../config.ts";
import { databaseFileIn, openDataFolder } from "../../data-folder.ts";
import { mentionedNames } from "../../domain/mentions.ts";
import { ExpectedFailure, exitCodes } from "../../expected-failure.ts";
import { never } from "../../security/bot-session.ts";
import { contentHash } from "../../security/content-hash.ts";
import { startProgress, type Progress } from "../progress.ts";
import { checkFile, megabytes, type OpenFile } from "./check.ts";
import { expectingDatabase } from "./expecting.ts";
import { readRecords } from "./records.ts";

export interface ImportOptions extends MergeOptions {
  path: string;
  /** Nothing is changed. */
  dryRun: boolean;
}

/** What an import came to, or would come to. */
export interface ImportResult {
  added: Counts;
  /** What was there already, with the same id. */
  there: Counts;
  /** What belongs to something that was there already, and has stayed as it is. */
  leftOut: Counts;
}

/** What is in the way: each with its line, and what to do. */
export interface Comparison extends ImportResult {
  conflicts: string[];
}

/**
 * Adds what a file holds and the database does not. The whole file is checked and compared first; `onCompared` is told
 * what that has come to, before anything is refused. What is written is whole at any instant, and the same import again
 * goes on where an interrupted one has stopped. Rejects with an `ExpectedFailure`.
 */
export async function importFrom(
  config: Config,
  options: ImportOptions,
  onCompared: (comparison: Comparison) => void = () => {},
): Promise<ImportResult> {
  using file = openFile(options.path);
  return await expectingDatabase(async () => {
    const databaseFile = databaseFileIn(resolve(config.data));
    const isNew = !existsSync(databaseFile);
    if (options.dryRun || isNew) {
      using database = await openForComparing(databaseFile, assets.migrations());
      const comparison = await compare(file, database, options, onCompared);
      if (options.dryRun) return comparison;
    }
    using database = await openForImport(openDataFolder(config.data).databaseFile, assets.migrations());
    if (!isNew) await compare(file, database, options, onCompared);
    return await write(file, database, options);
  });
}

function openFile(path: string): OpenFile & Disposable {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw new ExpectedFailure(`${path} cannot be read: check the path and its permissions.`, exitCodes.usage, {
      cause,
    });
  }
  const about = fstatSync(descriptor);
  if (!about.isFile()) {
    closeSync(descriptor);
    throw new ExpectedFailure(
      `${path} is not a file. An import reads its file twice: save it to one.`,
      exitCodes.usage,
    );
  }
  return { descriptor, size: about.size, [Symbol.dispose]: () => closeSync(descriptor) };
}

const mostConflicts = 20;

/** Rejects where a line is broken, or something is in the way. */
async function compare(
  file: OpenFile,
  { connection }: ImportDatabase,
  options: MergeOptions,
  onCompared: (comparison: Comparison) => void,
): Promise<ImportResult> {
  const merge = new Merge(connection.$client, options);
  const comparison: Comparison = { ...noResult(), conflicts: [] };
  const progress = startProgress("checking", "MB");
  try {
    await checkFile(file, progress, (record, line) => {
      const verdict = merge.judge(record);
      if (verdict.kind !== "conflict") comparison[lists[verdict.kind]][record.type] += 1;
      else if (comparison.conflicts.length < mostConflicts)
        comparison.conflicts.push(`line ${line}: ${verdict.problem}`);
    });
  } finally {
    progress.end();
  }
  onCompared(comparison);
  if (comparison.conflicts.length > 0) throw inTheWay(comparison.conflicts);
  return comparison;
}

const lists = { add: "added", there: "there", leftOut: "leftOut" } as const;

function noResult(): ImportResult {
  return { added: noCounts(), there: noCounts(), leftOut: noCounts() };
}

function inTheWay(conflicts: readonly string[]): ExpectedFailure {
  const lines = [...conflicts, "Nothing has been imported: change these lines, or what they are in conflict with."];
  if (conflicts.some((problem) => problem.includes("has another id here"))) {
    lines.push("Where accounts of the same username are the same person's, import with --map-users-by-name.");
  }
  return new ExpectedFailure(lines.join("\n"), exitCodes.usage);
}

async function write(file: OpenFile, database: ImportDatabase, options: MergeOptions): Promise<ImportResult> {
  const progress = startProgress("importing", "MB");
  try {
    return await writeAll(file, database, options, progress);
  } finally {
    progress.end();
  }
}

async function writeAll(
  file: OpenFile,
  { connection }: ImportDatabase,
  options: MergeOptions,
  progress: Progress,
): Promise<ImportResult> {
  const result = noResult();
  const merge = new Merge(connection.$client, options);
  const writer = new ImportWriter(connection, { botSessionEnd: never });
  for (const item of readRecords(file.descriptor)) {
    if (item.kind === "wrong") throw new ExpectedFailure(`line ${item.line.number}: the file has changed meanwhile.`);
    if (item.kind !== "record") continue;
    const { record, line } = item;
    if (writer.mayCommit(record.type)) {
      progress.update(megabytes(line.through), megabytes(file.size));
      await nextTurn();
    }
    const verdict = merge.judge(record);
    if (verdict.kind === "conflict") throw new ExpectedFailure(`line ${line.number}: ${verdict.problem}`);
    result[lists[verdict.kind]][record.type] += 1;
    if (verdict.kind === "add") writer.add(completed(verdict.record));
  }
  writer.commit();
  return result;
}

/** With what a send would have made of its content. */
function completed(record: PortableRecord): AddedRecord {
  if (record.type !== "message") return record;
  const { body, replyToId = null, data = null, mentions } = record;
  return {
    ...record,
    contentHash: record.contentHash ?? contentHash({ body, replyToId, data }),
    mentionedNames: mentions === undefined ? mentionedNames(body) : [],
  };
}
