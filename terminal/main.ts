import { Chat } from "./chat.ts";
import { complete } from "./completion.ts";
import { Interpreter } from "./commands.ts";
import { explain } from "./explain.ts";
import { notice } from "./format.ts";
import { openScreen, type Screen } from "./screen.ts";
import { NotSignedIn, signIn, type SignedIn } from "./sign-in.ts";

export interface ChatOptions {
  url: string;
  username?: string;
  register?: boolean;
  remember: boolean;
}

/**
 * Chats in the terminal until the person leaves; without a terminal it takes lines from a pipe and carries them out one
 * after the other. Resolves with what went wrong, null where nothing did.
 */
export async function chat(options: ChatOptions): Promise<string | null> {
  const url = URL.parse(options.url);
  if (url === null || !/^https?:$/.test(url.protocol)) return `${options.url} is no address of a server (http://...).`;
  try {
    const signedIn = await signIn({
      url,
      username: options.username ?? null,
      register: options.register ?? false,
      remember: options.remember,
      password: process.env["NATTER_PASSWORD"] || null,
      interactive: process.stdin.isTTY && process.stdout.isTTY,
    });
    return await converse(signedIn);
  } catch (error) {
    if (error instanceof NotSignedIn) return error.message === "" ? null : error.message;
    throw error;
  }
}

async function converse({ client, me }: SignedIn): Promise<string | null> {
  const ended = Promise.withResolvers<string | null>();
  // What is typed is carried out in order, and not before the room is there.
  let work: Promise<void> = Promise.resolve();
  let tasks = 0;
  const enqueue = (task: () => Promise<void>) => {
    tasks++;
    work = work.then(task).finally(() => tasks--);
  };
  const screen: Screen = openScreen(process.stdin, process.stdout, {
    line: (text) => {
      typing.stop();
      enqueue(() => interpreter.run(text));
    },
    typed: (text) => typing.typed(talk.view?.roomId ?? null, text),
    ended: () => {
      const isBusy = tasks > 0 || talk.outbox.waiting.length > 0;
      if (isBusy && screen.isTerminal) screen.print(notice("finishing what is left; Ctrl-C leaves without it"));
      enqueue(leave);
    },
    complete: (line) => complete(line, interpreter.names, talk),
  });
  const talk = new Chat(client, me, screen);
  const typing = talk.typing;
  const interpreter = new Interpreter(talk, {
    quit: () => void work.then(() => screen.close()),
    signOut: async () => {
      await talk.outbox.empty();
      await client.signOut();
    },
  });
  const leave = async () => {
    await talk.outbox.empty();
    ended.resolve(null);
  };
  client.session.subscribe(() => {
    const session = client.session.getSnapshot();
    if (session.status !== "signed-out") return;
    ended.resolve(session.reason === null ? null : "Your session has ended. Start again to sign in.");
  });
  enqueue(() => talk.start().catch((error: unknown) => ended.resolve(explain(error))));

  const problem = await ended.promise;
  await talk.stop();
  screen.close();
  await client.close();
  return problem;
}
