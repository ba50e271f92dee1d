import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { exitCodes } from "./expected-failure.ts";
import { createLog } from "./logging.ts";
import { startServer } from "./start.ts";

/**
 * Runs the server as a process: until SIGTERM or SIGINT asks it to finish what it has begun, or the second one ends
 * it at once. Prints one line on the standard output when it is ready; the log is on the standard error output.
 */
export async function serve(
  config: Config,
  { version, warnings }: { version: string; warnings: string[] },
): Promise<void> {
  // Whatever is created from here on is this user's alone: SQLite makes files of its own.
  process.umask(0o077);
  const log = await createLog({ level: config.logLevel, format: config.logFormat, version });
  endOnFault(log);
  for (const warning of warnings) log.warn(warning);
  if (config.rateLimits === "off")
    log.warn("NATTER_RATE_LIMITS is off: anyone can use this server up. For load tests only.");

  const server = await startServer(config, { log, version });
  const stopped = stopSignal(log);
  log.info({ url: server.url }, "ready");
  process.stdout.write(`Natter is ready at ${server.url}\n`);

  await stopped;
  await server.stop();
  log.info("stopped");
  // A timer that nobody waits for must not keep the process.
  process.exit(exitCodes.ok);
}

/** A program that has lost its way must not go on serving: whoever runs it starts it again. */
function endOnFault(log: Logger): void {
  // Covers promises too: a rejection that nobody handles is thrown.
  process.on("uncaughtException", (err, origin) => {
    log.fatal({ err, origin }, "a fault of the program's own: it ends");
    process.exit(exitCodes.crash);
  });
  // Whoever read the ready line may have gone.
  process.stdout.on("error", () => {});
}

/** Ctrl-C under npm comes twice: from the terminal, and from npm, which passes it on. */
const sameSignalMs = 500;

/** Resolves at the first signal to stop. The second one does not wait. */
function stopSignal(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let stoppingSince: number | null = null;
    const stop = (signal: NodeJS.Signals) => {
      if (stoppingSince === null) {
        stoppingSince = performance.now();
        log.info({ signal }, "stopping: finishing what has been begun");
        resolve();
      } else if (performance.now() - stoppingSince > sameSignalMs) {
        log.warn({ signal }, "stopping at once");
        process.exit(exitCodes.crash);
      }
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}
