import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { DatabaseError } from "../../db/sqlite/errors.ts";
import { databaseFileIn, openDataFolder } from "../data-folder.ts";
import { ExpectedFailure } from "../expected-failure.ts";
import { configFrom, optionOf } from "../options.ts";
import type { FolderOptions } from "./command.ts";
import { startProgress } from "./progress.ts";

interface Options extends FolderOptions {
  force?: boolean;
}

/** `natter backup` and `natter restore`. */
export function addBackupCommands(natter: Command): void {
  const backup = natter
    .command("backup <file>")
    .description("write everything to one file, also while the server runs")
    .option("--force", "replace the file if it exists");
  addShared(backup).addHelpText("after", backupHelp);
  backup.action((file: string) => carryOut(backup.opts<Options>(), (options) => runBackup(file, options)));

  const restore = natter
    .command("restore <file>")
    .description("put a backup into the data folder, while no server runs on it")
    .option("--force", "move a database that is there aside");
  addShared(restore).addHelpText("after", restoreHelp);
  restore.action((file: string) => carryOut(restore.opts<Options>(), (options) => runRestore(file, options)));
}

const backupHelp = `
The file is an SQLite database that appears whole and checked, or not at all. It holds what people wrote and their
hashed passwords, so keep it as safe as the data folder. The signing secret is not in it.`;

const restoreHelp = `
Everybody has to sign in again. Bots keep the tokens that they had when the backup was made.`;

function addShared(command: Command): Command {
  return command.addOption(optionOf("data")).option("--json", "print the result as JSON");
}

/** Prints the result. An interrupted command leaves nothing half done behind: what it writes goes with the process. */
async function carryOut(
  options: Options,
  run: (options: Options) => Promise<{ result: object; text: string }>,
): Promise<void> {
  process.umask(0o077);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  try {
    const { result, text } = await run(options);
    process.stdout.write(`${options.json === true ? JSON.stringify(result) : text}\n`);
  } catch (error) {
    if (error instanceof DatabaseError) throw new ExpectedFailure(error.message, undefined, { cause: error });
    throw error;
  }
}

async function runBackup(target: string, { data, force = false }: Options) {
  const { config } = configFrom({ data });
  const file = databaseFileIn(config.data);
  if (!existsSync(file)) {
    throw new ExpectedFailure(`There is no database in ${resolve(config.data)}: name the data folder with --data.`);
  }
  const { backUp } = await import("../../db/sqlite/backup.ts");
  const result = await withBar("copying", (onCopied) =>
    backUp({ file, target: resolve(target), replace: force, onCopied }),
  );
  const text = `${result.file} holds ${count(result.messages)} (${megabytes(result.bytes)} MB), and has been checked.`;
  return { result, text };
}

async function runRestore(backup: string, { data, force = false }: Options) {
  const { config } = configFrom({ data });
  const folder = openDataFolder(config.data);
  const [{ restore }, { assets }] = await Promise.all([
    import("../../db/sqlite/restore.ts"),
    import("../assets/index.ts"),
  ]);
  const what = { backup: resolve(backup), file: folder.databaseFile, migrations: assets.migrations() };
  const result = await withBar("copying", (onCopied) =>
    restore({ ...what, replace: force, now: new Date(), onCopied }),
  );
  if (config.secret === null) folder.secret();
  const aside = result.movedTo === null ? "" : `\nThe database that was there is ${result.movedTo} now.`;
  const text =
    `${folder.path} holds ${count(result.messages)} from the backup. Everybody has to sign in again; bots have the ` +
    `tokens that they had.${aside}`;
  return { result, text };
}

async function withBar<T>(label: string, work: (onCopied: (done: number, total: number) => void) => Promise<T>) {
  const progress = startProgress(label, "MB");
  try {
    return await work((done, total) => progress.update(megabytes(done), megabytes(total)));
  } finally {
    progress.end();
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

function count(messages: number): string {
  return messages === 1 ? "1 message" : `${messages} messages`;
}
