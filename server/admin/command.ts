import type { Command } from "commander";
import { configFrom, optionOf } from "../options.ts";
import type { Admin } from "./router.ts";

/** What every command on a data folder takes. */
export interface FolderOptions {
  data?: string;
  json?: boolean;
}

/** A subcommand that asks for one thing on the data folder. */
export interface AskingCommand<Options, T> {
  /** `create <name>`: at most one argument, which `act` is given. */
  usage: string;
  description: string;
  act(admin: Admin, name: string, options: Options): Promise<T>;
  /** What is printed, where not `--json` is asked for. */
  text(result: T, name: string, options: Options): string;
}

/**
 * Adds a subcommand that is carried out by the server that runs on the data folder, else in this process. What it gives
 * is printed as JSON, or as the text that is made of it.
 */
export function addAsking<Options extends FolderOptions, T>(
  parent: Command,
  version: string,
  { usage, description, act, text }: AskingCommand<Options, T>,
): Command {
  const command = parent.command(usage).description(description).addOption(optionOf("data"));
  return command.option("--json", "print the result as JSON").action(async () => {
    const [name = ""] = command.args;
    const options = command.opts<Options>();
    const { ask } = await import("./ask.ts");
    const { config } = configFrom({ data: options.data });
    const result = await ask(config, version, (admin) => act(admin, name, options));
    process.stdout.write(`${options.json === true ? JSON.stringify(result ?? null) : text(result, name, options)}\n`);
  });
}
