import { z } from "zod";
import { ExpectedFailure, exitCodes } from "./expected-failure.ts";
import { parseTrustedProxies } from "./security/client-address.ts";
import { assertSecret } from "./security/secret.ts";

/** One setting, as `natter serve --help` lists it. Its flag and variable follow from its name in the table. */
export interface Setting<T = unknown> {
  argument: string;
  /** What a person would have to write to get what is used when nothing is given; null: nothing is used. */
  default: string | null;
  /** The default in words, where there is no text that says it. */
  defaultNote?: string;
  help: string;
  /** Completes "NATTER_X must be ...". */
  mustBe: string;
  /** Its value is shown nowhere. */
  isSecret?: boolean;
  schema: z.ZodType<T, string>;
}

/** Every setting, once: flags, variables, checks and help all come from here. */
export const settings = {
  host: {
    argument: "address",
    default: "127.0.0.1",
    help: "where to listen; 0.0.0.0 for every network that this machine is in",
    mustBe: "an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    schema: z.string().regex(/^[a-zA-Z0-9.:_-]+$/),
  },
  port: {
    argument: "number",
    default: "4000",
    help: "0 picks a free port and prints it",
    mustBe: "a port number from 0 to 65535",
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65535),
  },
  data: {
    argument: "folder",
    default: "./data",
    help: "database, keys, uploads: one folder to back up",
    mustBe: "the path of a folder",
    schema: z
      .string()
      .min(1)
      .refine((path) => !path.includes("\0")),
  },
  databaseUrl: {
    argument: "url",
    default: null,
    defaultNote: "the SQLite file in the data folder",
    help: "reserved for clusters",
    mustBe: "left unset: PostgreSQL is not in this version yet, and a single server keeps everything in NATTER_DATA",
    isSecret: true,
    schema: z.never(),
  },
  natsUrl: {
    argument: "url",
    default: null,
    help: "reserved for clusters",
    mustBe: "left unset: more than one node is not in this version yet",
    isSecret: true,
    schema: z.never(),
  },
  secret: {
    argument: "text",
    default: null,
    defaultNote: "made once, kept in the data folder",
    help: "signing secret, at least 32 random bytes; prefer the variable, flags are seen by everyone on this machine",
    mustBe: "at least 32 random bytes, for example from `openssl rand -base64 32`, or left unset: then one is made",
    isSecret: true,
    schema: z.string().refine((text) => passes(() => assertSecret(Buffer.from(text)))),
  },
  registration: {
    argument: "mode",
    default: "open",
    help: "closed: nobody can make an account for themselves",
    mustBe: "open or closed",
    schema: z.enum(["open", "closed"]),
  },
  allowedOrigins: {
    argument: "list",
    default: "",
    defaultNote: "same origin",
    help: "comma-separated browser origins of other sites that may connect",
    mustBe: "browser origins separated by commas, such as https://chat.example.com (no path, no *)",
    schema: list(z.string().refine(isOrigin)),
  },
  trustedProxies: {
    argument: "list",
    default: "",
    defaultNote: "none",
    help: "comma-separated addresses whose X-Forwarded-For counts",
    mustBe: "IP addresses or ranges separated by commas, such as 127.0.0.1,10.0.0.0/8",
    schema: list(z.string().refine((text) => passes(() => parseTrustedProxies([text])))),
  },
  rateLimits: {
    argument: "mode",
    default: "on",
    help: "off: for load tests only",
    mustBe: "on or off",
    schema: z.enum(["on", "off"]),
  },
  metricsToken: {
    argument: "text",
    default: null,
    defaultNote: "none: only this machine may read them",
    help: "what Prometheus shows as its bearer token to read /metrics from elsewhere; prefer the variable",
    mustBe: "at least 16 printable characters without spaces, for example from `openssl rand -base64 24`",
    isSecret: true,
    schema: z.string().regex(/^[\x21-\x7e]{16,500}$/),
  },
  logLevel: {
    argument: "level",
    default: "info",
    help: "trace, debug, info, warn, error or silent",
    mustBe: "trace, debug, info, warn, error or silent",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "silent"]),
  },
  logFormat: {
    argument: "format",
    default: null,
    defaultNote: "pretty on a terminal, json elsewhere",
    help: "pretty or json; the log goes to the standard error output",
    mustBe: "pretty or json",
    schema: z.enum(["pretty", "json"]),
  },
  tlsCert: {
    argument: "file",
    default: null,
    help: "certificate (PEM): with it the server speaks https and wss itself",
    mustBe: "the path of a file",
    schema: z.string().min(1),
  },
  tlsKey: {
    argument: "file",
    default: null,
    help: "the certificate's private key (PEM)",
    mustBe: "the path of a file",
    schema: z.string().min(1),
  },
} satisfies Record<string, Setting>;

type Settings = typeof settings;
export type SettingName = keyof Settings;

/** What the server was told, checked. Null: not given, and there is no default. */
export type Config = {
  readonly [Name in SettingName]: z.output<Settings[Name]["schema"]> | NullIfNoDefault<Settings[Name]>;
};
type NullIfNoDefault<S extends Setting> = S["default"] extends null ? null : never;

/** `databaseUrl` is `NATTER_DATABASE_URL`. */
export function variableOf(name: string): string {
  return `NATTER_${snake(name).toUpperCase()}`;
}

/** `databaseUrl` is `--database-url`. */
export function flagOf(name: string): string {
  return `--${snake(name).replaceAll("_", "-")}`;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export interface ConfigSources {
  /** What was given on the command line, by setting name. */
  flags: Readonly<Record<string, string | undefined>>;
  env: Readonly<Record<string, string | undefined>>;
  /** What the `.env` file says. */
  envFile: Readonly<Record<string, string | undefined>>;
}

/**
 * One checked configuration. A flag wins over the environment, that over the `.env` file, that over the default.
 * An empty variable counts as unset. Throws an `ExpectedFailure` with a line for each thing that is wrong.
 */
export function readConfig(sources: ConfigSources): { config: Config; warnings: string[] } {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    const given = find(name, sources);
    const text = given?.text ?? setting.default;
    const parsed = text === null ? { success: true, data: null } : setting.schema.safeParse(text);
    if (parsed.success) config[name] = parsed.data;
    else problems.push(objection(setting, given?.source ?? variableOf(name), text ?? ""));
  }
  if (problems.length === 0 && (config["tlsCert"] === null) !== (config["tlsKey"] === null)) {
    problems.push("NATTER_TLS_CERT and NATTER_TLS_KEY go together: give both, or neither.");
  }
  const { misspelt, unknown } = strangers({ ...sources.envFile, ...sources.env });
  problems.push(...misspelt);
  if (problems.length > 0) throw new ExpectedFailure(problems.join("\n"), exitCodes.usage);
  return { config: config as Config, warnings: unknown };
}

function find(name: string, { flags, env, envFile }: ConfigSources): { text: string; source: string } | null {
  const variable = variableOf(name);
  const flag = flags[name];
  if (flag !== undefined) return { text: flag, source: flagOf(name) };
  if (env[variable]) return { text: env[variable], source: variable };
  if (envFile[variable]) return { text: envFile[variable], source: `${variable} in .env` };
  return null;
}

function objection({ mustBe, isSecret }: Setting, source: string, text: string): string {
  const shown = text.length <= 100 ? JSON.stringify(text) : "something long";
  return isSecret ? `${source} must be ${mustBe}.` : `${source} is ${shown}: it must be ${mustBe}.`;
}

/**
 * A misspelt name must not be passed over: the setting it was meant for may be one that keeps people out. A name that
 * is like none of ours is only worth a warning: orchestrators make up variables such as NATTER_PORT_4000_TCP_ADDR.
 */
function strangers(env: Readonly<Record<string, string | undefined>>): { misspelt: string[]; unknown: string[] } {
  const known = Object.keys(settings).map(variableOf);
  const misspelt: string[] = [];
  const unknown: string[] = [];
  const ours = new Set([...known, ...ofTheChat]);
  for (const name of Object.keys(env).filter((key) => key.startsWith("NATTER_") && !ours.has(key))) {
    const meant = nearest(name, known);
    if (meant === null) unknown.push(`${name} is not a setting of Natter's and is ignored.`);
    else misspelt.push(`${name} is not a setting of Natter's: did you mean ${meant}?`);
  }
  return { misspelt, unknown };
}

/** What `natter chat` and `natter user` read. */
const ofTheChat = ["NATTER_URL", "NATTER_PASSWORD"];

/** The one of the names that this one was probably meant to be. */
function nearest(name: string, names: readonly string[]): string | null {
  const ranked = names.map((other) => ({ other, distance: editDistance(name, other) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= 3 ? best.other : null;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function list<T>(item: z.ZodType<T, string>) {
  return z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(item));
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function passes(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
