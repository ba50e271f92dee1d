import type { Command } from "commander";
import { configFrom, optionOf } from "../options.ts";
import type { Counts } from "../../db/portable.ts";

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
      const { config } = configFrom({ data });
      const options = { path, room, user, withCredentials, force };
      const counts = await exportTo(config, options, { version, now: new Date() });
      if (path !== "-") process.stdout.write(`Exported ${inWords(counts)} to ${path}.\n`);
    });
}

function inWords({ user, room, message }: Counts): string {
  return [several(user, "account"), several(room, "room")].join(", ") + ` and ${several(message, "message")}`;
}

function several(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
