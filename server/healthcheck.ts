import { once } from "node:events";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import type { Command } from "commander";
import type { Config } from "./config.ts";
import { ExpectedFailure, exitCodes } from "./expected-failure.ts";
import { configFrom, optionOf } from "./options.ts";

/** `natter healthcheck`: for those who have no curl beside the server, such as a container. */
export function addHealthcheck(natter: Command): void {
  natter
    .command("healthcheck")
    .description("ask the server on this machine whether it takes connections")
    .addOption(optionOf("host"))
    .addOption(optionOf("port"))
    .addHelpText("after", "\nReads the settings of the server: the same variables, the same file .env.")
    .action(async (flags: Record<string, string | undefined>) => {
      await healthcheck(configFrom(flags).config);
      process.stdout.write("ready\n");
    });
}

const patienceMs = 5000;

/** Throws an `ExpectedFailure` where a server with these settings does not say that it is ready. */
async function healthcheck({ host, port, tlsCert }: Pick<Config, "host" | "port" | "tlsCert">): Promise<void> {
  if (port === 0) throw new ExpectedFailure("the port is 0: say with --port which one was picked.", exitCodes.usage);
  const url = `${tlsCert === null ? "http" : "https"}://${addressOf(host)}:${port}/readyz`;
  let response: IncomingMessage;
  try {
    response = await answerOf(url);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "it takes too long";
    throw new ExpectedFailure(`${url} does not answer (${code}).`, exitCodes.cannotStart, { cause });
  }
  response.resume();
  if (response.statusCode !== 200) throw new ExpectedFailure(`${url} says ${response.statusCode}: it is not ready.`);
}

async function answerOf(url: string): Promise<IncomingMessage> {
  const options = { signal: AbortSignal.timeout(patienceMs), agent: false };
  // The certificate is for a name by which nobody calls it here.
  const request = url.startsWith("https:")
    ? getHttps(url, { ...options, rejectUnauthorized: false })
    : getHttp(url, options);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

/** Who listens everywhere is asked here. */
function addressOf(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
