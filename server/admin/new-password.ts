import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { ExpectedFailure, exitCodes } from "../expected-failure.ts";

export interface NewPassword {
  password: string;
  /** Whether it was made here, and so has to be shown. */
  generated: boolean;
}

/**
 * A password for somebody, never from an argument, which everyone on this machine could read: made here, from the
 * environment variable NATTER_PASSWORD, typed twice without being shown, or else a line of the standard input.
 */
export async function newPassword(username: string, generate: boolean): Promise<NewPassword> {
  // 120 bits, in 20 characters that can be read out.
  if (generate) return { password: randomBytes(15).toString("base64url"), generated: true };
  const given = process.env["NATTER_PASSWORD"] || (process.stdin.isTTY ? await typed(username) : await firstLine());
  if (given === "") {
    throw new ExpectedFailure(
      "There is no password: give it as a line of the standard input or in NATTER_PASSWORD, or let --generate make one.",
      exitCodes.usage,
    );
  }
  return { password: given, generated: false };
}

async function typed(username: string): Promise<string> {
  const { log, password: ask } = await import("@clack/prompts");
  for (;;) {
    const first = answered(await ask({ message: `A password for ${username}` }));
    if (answered(await ask({ message: "The same again" })) === first) return first;
    log.error("These two differ.");
  }
}

/** Ctrl-C is answered with a symbol. */
function answered(answer: string | symbol): string {
  if (typeof answer === "symbol") throw new ExpectedFailure("Nothing was changed.", exitCodes.usage);
  return answer;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface(process.stdin)) return line;
  return "";
}
