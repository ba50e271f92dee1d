import type { Command } from "commander";
import { configFrom, optionOf } from "../options.ts";
import type { Admin } from "./router.ts";

interface Options {
  data?: string;
  owner: string;
  displayName?: string;
  json?: boolean;
}

/** `natter bot ...`: everybody's bots, for whoever runs the server. */
export function addBotCommands(natter: Command, version: string): void {
  const bot = natter.command("bot").description("make, list and delete bots; also while the server runs");

  /** Adds a subcommand. What it gives is printed as JSON, or as the text that is made of it. */
  function add<T>(
    usage: string,
    description: string,
    act: (admin: Admin, name: string, options: Options) => Promise<T>,
    text: (result: T, name: string, options: Options) => string,
  ): Command {
    const command = bot.command(usage).description(description).addOption(optionOf("data"));
    command.option("--json", "print the result as JSON").action(async () => {
      const [name = ""] = command.args;
      const options = command.opts<Options>();
      const { ask } = await import("./ask.ts");
      const { config } = configFrom({ data: options.data });
      const result = await ask(config, version, (admin) => act(admin, name, options));
      process.stdout.write(`${options.json === true ? JSON.stringify(result ?? null) : text(result, name, options)}\n`);
    });
    return command;
  }

  add(
    "create <name>",
    "make a bot and print its token, this once",
    (admin, username, { owner, displayName }) =>
      admin.bot.create.mutate({ username, owner, ...(displayName !== undefined && { displayName }) }),
    ({ token }, name, { owner }) => `${name} is a bot of ${owner}'s. Its token, which is not shown again:\n${token}`,
  )
    .requiredOption("--owner <username>", "the person whose bot it is")
    .option("--display-name <name>", "what people see (default: its name)");
  add(
    "list",
    "list all bots",
    (admin) => admin.bot.list.query(),
    ({ items }) =>
      items.length === 0
        ? "There are no bots."
        : items.map(({ username, displayName, owner }) => `${username}\t${displayName}\t${owner.username}`).join("\n"),
  );
  add(
    "rotate <name>",
    "end a bot's token and print a new one",
    (admin, username) => admin.bot.rotateToken.mutate({ username }),
    ({ token }, name) =>
      `The old token of ${name} is worth nothing any more. The new one, which is not shown again:\n${token}`,
  );
  add(
    "delete <name>",
    "delete a bot; what it wrote stays",
    (admin, username) => admin.bot.delete.mutate({ username }),
    (_, name) => `${name} has been deleted.`,
  );
}
