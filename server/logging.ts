import { pino, stdSerializers, type DestinationStream, type Logger } from "pino";

export interface LogOptions {
  level: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  /** Null: pretty on a terminal, json elsewhere. */
  format: "pretty" | "json" | null;
  version: string;
}

/** The program's log, on the standard error output. */
export async function createLog({ level, format, version }: LogOptions): Promise<Logger> {
  const chosen = format ?? (process.stderr.isTTY ? "pretty" : "json");
  return logTo(chosen === "pretty" ? await prettyStream() : pino.destination({ fd: 2, sync: true }), {
    level,
    version,
  });
}

/** A log that tells no secret, whatever is handed to it. */
export function logTo(stream: DestinationStream, { level, version }: { level: string; version: string }): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
      redact: { paths: redacted, censor: "[hidden]" },
    },
    stream,
  );
}

/** A second net: the first is that nobody logs these. Their names, at the top and up to two levels down. */
const secretKeys = [
  "authorization",
  "cookie",
  "token",
  "accessToken",
  "refreshToken",
  "password",
  "currentPassword",
  "newPassword",
  "passwordHash",
  "refreshHash",
  "secret",
  "body",
  "data",
];
const redacted = ["", "*.", "*.*."].flatMap((prefix) => secretKeys.map((key) => `${prefix}${key}`));

/**
 * An error with its stack and causes, without what people wrote: a failed query's message ends with its parameters, a
 * driver hangs them on the error as properties, and who cannot parse a text quotes it.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return stdSerializers.err(error as Error);
  const message = withoutParameters(withoutQuotation(error.message));
  // The message stands in the stack as well, and may hold a line that looks like a place in the program.
  const stack = error.stack?.replace(error.message, () => "") ?? "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    ...("code" in error && { code: error.code }),
    stack: [`${error.name}: ${message}`, ...frames].join("\n"),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function withoutParameters(message: string): string {
  const start = message.indexOf("\nparams:");
  return start < 0 ? message : `${message.slice(0, start)}\nparams: [hidden]`;
}

/** `Unexpected token 'h', "hello Grace"... is not valid JSON` */
function withoutQuotation(message: string): string {
  return message.replace(/, (?:\.{3})?".*"(?:\.{3})? is not valid JSON$/s, " in [hidden], which is not valid JSON");
}

/** In this thread and synchronous: a worker would lose the last lines of a crash, and is not there in an executable. */
async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination: 2, sync: true, ignore: "pid,version", translateTime: "SYS:HH:MM:ss.l" });
}
