import { intro, log, password as askPassword, select, text as askText } from "@clack/prompts";
import { createNatterClient, memoryStorage, type Me, type NatterClient } from "@natter/client";
import { explain } from "./explain.ts";
import { SessionFolder } from "./session-file.ts";

export interface SignInOptions {
  url: URL;
  /** Who signs in; null: whoever did last, or ask. */
  username: string | null;
  /** Make the account first. */
  register: boolean;
  /** Keep the session after the end. */
  remember: boolean;
  /** Null: ask. */
  password: string | null;
  /** Whether there is somebody to be asked. */
  interactive: boolean;
}

export interface SignedIn {
  client: NatterClient;
  me: Me;
}

/** Nobody has signed in. The message says why; empty where they did not want to. */
export class NotSignedIn extends Error {
  override name = "NotSignedIn";
}

/** Goes on with a remembered session, or signs in, or makes an account. Rejects with `NotSignedIn`. */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const folder = options.remember ? new SessionFolder(options.url) : null;
  const username = options.username ?? folder?.lastUsername() ?? null;
  const resumed = username === null || options.register ? null : await resume(options.url, folder, username);
  if (resumed !== null) return resumed;
  if (!options.interactive || options.password !== null) return unattended(options, folder);
  intro(`Natter at ${options.url.host}`);
  for (;;) {
    const answers = await ask({ ...options, username });
    const outcome = await attempt(options.url, folder, answers);
    if (typeof outcome !== "string") return outcome;
    log.error(outcome);
  }
}

interface Answers {
  username: string;
  password: string;
  register: boolean;
}

async function resume(url: URL, folder: SessionFolder | null, username: string): Promise<SignedIn | null> {
  if (folder === null || !folder.has(username)) return null;
  const client = createNatterClient({ url, storage: folder.storageOf(username) });
  try {
    return { client, me: await client.api.user.me.query() };
  } catch (error) {
    await client.close();
    // Without a session it says so; anything else is in the way of a new one too.
    if (client.session.getSnapshot().status === "signed-out") return null;
    throw new NotSignedIn(`${url.origin}: ${explain(error)}`, { cause: error });
  }
}

async function unattended(
  { url, username, register, password }: SignInOptions,
  folder: SessionFolder | null,
): Promise<SignedIn> {
  if (username === null || password === null) {
    throw new NotSignedIn(
      "Nobody is here to be asked: say who signs in with --username, and put the password into NATTER_PASSWORD.",
    );
  }
  const outcome = await attempt(url, folder, { username, password, register });
  if (typeof outcome === "string") throw new NotSignedIn(`${url.origin}: ${outcome}`);
  return outcome;
}

/** A text: it did not work, and why. */
async function attempt(
  url: URL,
  folder: SessionFolder | null,
  { username, password, register }: Answers,
): Promise<SignedIn | string> {
  const client = createNatterClient({ url, storage: folder?.storageOf(username) ?? memoryStorage() });
  try {
    const me = register
      ? await client.signUp({ username, password })
      : await client.signIn({ login: username, password, device: "terminal" });
    return { client, me };
  } catch (error) {
    await client.close();
    return explain(error);
  }
}

async function ask({ username, register }: SignInOptions): Promise<Answers> {
  const wantsNew = register || (await choose());
  const name = await answered(
    askText({
      message: "Username",
      ...(username === null ? {} : { initialValue: username }),
      validate: (value) => (value?.trim() ? undefined : "Please type a name."),
    }),
  );
  const message = wantsNew ? "Choose a password (15 characters or more are hard to guess)" : "Password";
  const password = await answered(askPassword({ message }));
  return { username: name.trim(), password, register: wantsNew };
}

async function choose(): Promise<boolean> {
  const options = [
    { value: "in", label: "Sign in" },
    { value: "up", label: "Make an account" },
  ];
  return (await answered(select({ message: "Welcome", options }))) === "up";
}

/** Ctrl-C is answered with a symbol. */
async function answered(question: Promise<string | symbol>): Promise<string> {
  const answer = await question;
  if (typeof answer === "symbol") throw new NotSignedIn("");
  return answer;
}
