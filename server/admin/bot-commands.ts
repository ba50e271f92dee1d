import type { Command } from "commander";
import { addAsking, type FolderOptions } from "./command.ts";

interface CreateOptions extends FolderOptions {
  owner: string;
  displayName?: string;
}

/** `natter bot ...`: everybody's bots, for whoever runs the server. */
export function addBotCommands(natter: Command, version: string): void {
  const bot = natter.command("bot").description("make, list and delete bots; also while the server runs");

  addAsking(bot, version, {
    usage: "create <name>",
    description: "make a bot and print its token, this once",
    act: (admin, username, { owner, displayName }: CreateOptions) =>
      admin.bot.create.mutate({ username, owner, ...(displayName !== undefined && { displayName }) }),
    text: ({ token }, name, { owner }) =>
      `${name} is a bot of ${owner}'s. Its token, which is not shown again:\n${token}`,
  })
    .requiredOption("--owner <username>", "the person whose bot it is")
    .option("--display-name <name>", "what people see (default: its name)");
  addAsking(bot, version, {
    usage: "list",
    description: "list all bots",
    act: (admin) => admin.bot.list.query(),
    text: ({ items }) =>
      items.length === 0
        ? "There are no bots."
        : items.map(({ username, displayName, owner }) => `${username}\t${displayName}\t${owner.username}`).join("\n"),
  });
  addAsking(bot, version, {
    usage: "rotate <name>",
    description: "end a bot's token and print a new one",
    act: (admin, username) => admin.bot.rotateToken.mutate({ username }),
    text: ({ token }, name) =>
      `The old token of ${name} is worth nothing any more. The new one, which is not shown again:\n${token}`,
  });
  addAsking(bot, version, {
    usage: "delete <name>",
    description: "delete a bot; what it wrote stays",
    act: (admin, username) => admin.bot.delete.mutate({ username }),
    text: (_, name) => `${name} has been deleted.`,
  });
}
