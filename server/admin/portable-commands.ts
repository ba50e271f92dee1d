import type { Command } from "commander";
import { recordTypes, type Counts, type RecordType } from "../../db/portable.ts";
import { configFrom, optionOf } from "../options.ts";
import type { Comparison } from "./portable/import.ts";

interface ExportFlags {
  data?: string;
  room?: string;
  user?: string;
  withCredentials?: boolean;
  force?: boolean;
}

/** `natter export` and `natter import`: what a server holds, as a file of JSON lines. */
export function addPortableCommands(natter: Command, version: string): void {
  addExport(natter, version);
  addImport(natter);
}

function addExport(natter: Command, version: string): void {
  natter
    .command("export <file>")
    .description(
      "write accounts, rooms and messages to a file of JSON lines; also while the server runs (-: print them)",
    )
    .option("--room <room>", "one room alone, by its id or name")
    .option("--user <username>", "what concerns one person alone, for whoever asks what is stored about them")
    .option("--with-credentials", "with the hashes of passwords and bot tokens too: to move a whole server")
    .option("--force", "overwrite the file where it exists")
    .addOption(optionOf("data"))
    .addHelpText(
      "after",
      "\nThe file has no passwords or tokens, but everything that people wrote: keep it as safe as the server.",
    )
    .action(async (path: string, flags: ExportFlags) => {
      const { data, withCredentials = false, force = false, room, user } = flags;
      const { exportTo } = await import("./portable/export.ts");
      keepPrivate();
      const { config } = configFrom({ data });
      const options = { path, room, user, withCredentials, force };
      const counts = await exportTo(config, options, { version, now: new Date() });
      if (path !== "-") process.stdout.write(`Exported ${inWords(counts)} to ${path}.\n`);
    });
}

/** As for the server: whatever is created from here on is this user's alone. */
function keepPrivate(): void {
  process.umask(0o077);
}

interface ImportFlags {
  data?: string;
  dryRun?: boolean;
  mapUsersByName?: boolean;
  json?: boolean;
}

function addImport(natter: Command): void {
  natter
    .command("import <file>")
    .description("add what such a file holds and the database does not; while no server runs")
    .option(
      "--dry-run",
      "check the file and say what would be added, without changing anything; also while the server runs",
    )
    .option("--map-users-by-name", "take accounts of the same username for the same person's, whatever their ids")
    .option("--json", "print the result as JSON")
    .addOption(optionOf("data"))
    .addHelpText(
      "after",
      "\nNothing is changed that is there already, so an import may be repeated, and one that was interrupted goes on\n" +
        "where it stopped. docs/export-format.md says how to write such a file from other data.",
    )
    .action(async (path: string, { data, dryRun = false, mapUsersByName = false, json = false }: ImportFlags) => {
      const { importFrom } = await import("./portable/import.ts");
      keepPrivate();
      const { config } = configFrom({ data });
      const show = (comparison: Comparison) => {
        if (dryRun) process.stdout.write(json ? `${JSON.stringify(comparison)}\n` : table(comparison));
      };
      const result = await importFrom(config, { path, dryRun, mapUsersByName }, show);
      if (dryRun) return;
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `Imported ${inWords(result.added)} from ${path}.\n`);
    });
}

/** What would become of the records of each type that there are. */
function table({ added, there, leftOut, conflicts }: Comparison): string {
  const head = ["", "would be added", "there already", "left out"];
  const rows = recordTypes
    .map((type) => [nouns[type], ...[added, there, leftOut].map((counts) => counts[type].toLocaleString("en"))])
    .filter((cells) => cells.slice(1).some((cell) => cell !== "0"));
  const line = ([first = "", ...cells]: string[]) =>
    `${first.padEnd(12)}${cells.map((cell) => cell.padStart(16)).join("")}\n`;
  const end = conflicts.length > 0 ? "" : "Nothing has been changed.\n";
  return [head, ...rows].map(line).join("") + end;
}

const nouns: Record<RecordType, string> = {
  user: "accounts",
  block: "blocks",
  room: "rooms",
  ban: "bans",
  membership: "memberships",
  message: "messages",
  reaction: "reactions",
  read: "read marks",
};

function inWords({ user, room, message }: Counts): string {
  return [several(user, "account"), several(room, "room")].join(", ") + ` and ${several(message, "message")}`;
}

function several(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
