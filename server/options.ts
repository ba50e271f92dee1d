import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { Option } from "commander";
import { flagOf, readConfig, settings, variableOf, type Setting, type SettingName } from "./config.ts";
import { ExpectedFailure, exitCodes } from "./expected-failure.ts";

/** A setting as an option of a command. */
export function optionOf(name: SettingName): Option {
  const setting: Setting = settings[name];
  return new Option(`${flagOf(name)} <${setting.argument}>`, helpOf(name, setting));
}

function helpOf(name: string, setting: Setting): string {
  const fallback = setting.defaultNote ?? setting.default ?? "none";
  return `${setting.help} (${variableOf(name)}, default: ${fallback})`;
}

/** The configuration from a command's flags, the environment and the `.env` file here. */
export function configFrom(flags: Record<string, string | undefined>): ReturnType<typeof readConfig> {
  return readConfig({ flags, env: process.env, envFile: readEnvFile(".env") });
}

/** The settings in a `.env` file; none where there is no such file. */
function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new ExpectedFailure(`${path} cannot be read: check its permissions, or move it away.`, exitCodes.usage);
  }
}
