import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addBackupCommands } from "./admin/backup-commands.ts";
import { addBotCommands } from "./admin/bot-commands.ts";
import { addPortableCommands } from "./admin/portable-commands.ts";
import { addDoctorCommand } from "./admin/doctor-command.ts";
import { addUserCommands } from "./admin/user-commands.ts";
import { settings, type SettingName } from "./config.ts";
import { ExpectedFailure, exitCodes, type ExitCode } from "./expected-failure.ts";
import { addHealthcheck } from "./healthcheck.ts";
import { configFrom, optionOf } from "./options.ts";

/** The program's version. */
export const version = manifest.version;

/**
 * Carries out a command line (without the program's own name) and resolves with the exit code. What can go wrong in
 * anybody's hands is said in a line on the standard error output.
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  try {
    await program().parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    // Commander has already said what is wrong; its code 0 is help and version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(error instanceof ExpectedFailure)) throw error;
    for (const line of error.message.split("\n")) process.stderr.write(`natter: ${line}\n`);
    return error.exitCode;
  }
}

function program(): Command {
  const natter = new Command("natter")
    .description("A chat server in one process, and a chat in the terminal.")
    .version(version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .addHelpText("after", exitCodeHelp);
  addServe(natter);
  addChat(natter);
  addUserCommands(natter, version);
  addBotCommands(natter, version);
  addBackupCommands(natter);
  addPortableCommands(natter, version);
  addDoctorCommand(natter, version);
  addHealthcheck(natter);
  return natter;
}

const exitCodeHelp = `
Exit codes:
  ${exitCodes.ok}  it ended as it should
  ${exitCodes.crash}  a fault of the program's own; the log says more
  ${exitCodes.usage}  the command line or a setting is wrong
  ${exitCodes.cannotStart}  it cannot start: the port, the data folder or the database is in the way
  ${exitCodes.unhealthy}  natter doctor has found something wrong`;

/** "error: unknown option '--prot'\n(Did you mean --port?)" */
function oneLine(text: string): string {
  return `natter: ${text
    .trim()
    .replace(/^error: /, "")
    .replaceAll("\n", " ")}\n`;
}

function addServe(natter: Command): void {
  const serve = natter.command("serve").description("run the server");
  for (const name of Object.keys(settings) as SettingName[]) serve.addOption(optionOf(name));
  serve.addHelpText(
    "after",
    "\nEach flag can also be given as the environment variable named beside it, or in a file .env in the current\n" +
      "folder. A flag wins over the environment, the environment over the file.",
  );
  serve.action(async (flags: Record<string, string | undefined>) => {
    const { config, warnings } = configFrom(flags);
    const { serve: run } = await import("./serve.ts");
    await run(config, { version, warnings });
  });
}

function addChat(natter: Command): void {
  natter
    .command("chat")
    .description("chat in the terminal")
    .option("--url <url>", "the server", process.env["NATTER_URL"] || "http://127.0.0.1:4000")
    .option("--username <name>", "who signs in (default: whoever did last)")
    .option("--register", "make the account first")
    .option("--no-remember", "forget the session at the end")
    .addHelpText(
      "after",
      "\nThe session is remembered in a file of this user's own. Without a terminal, lines are taken from the standard\n" +
        "input, and the password from the environment variable NATTER_PASSWORD.",
    )
    .action(async (options: { url: string; username?: string; register?: boolean; remember: boolean }) => {
      const { chat } = await import("../terminal/main.ts");
      const problem = await chat(options);
      if (problem !== null) throw new ExpectedFailure(problem);
    });
}
