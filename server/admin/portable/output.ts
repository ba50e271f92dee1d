import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, renameSync, rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { ExpectedFailure, exitCodes } from "../../expected-failure.ts";

/** Where an export goes. */
export interface Output {
  write(text: string): Promise<void>;
  /** It is whole: from now on it is there under its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind, unless it has been finished. More than once is harmless. */
  abandon(): Promise<void>;
}

/** `-`: the standard output. Throws an `ExpectedFailure` where a file cannot be written, or would be overwritten. */
export async function openOutput(path: string, { force }: { force: boolean }): Promise<Output> {
  return path === "-" ? standardOutput() : fileOutput(path, force);
}

function standardOutput(): Output {
  // Each write is told of it; without a listener it would end the process besides.
  process.stdout.on("error", () => {});
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (cause) => {
          // Whoever read it has gone: `natter export - | head`.
          if (cause) reject(new ExpectedFailure("The export was not read to its end.", undefined, { cause }));
          else resolve();
        });
      }),
    finish: async () => {},
    abandon: async () => {},
  };
}

/** Written beside its place and moved there when it is whole and on disk: under its name there is never half of it. */
async function fileOutput(path: string, force: boolean): Promise<Output> {
  if (existsSync(path) && !force) throw alreadyThere(path);
  const draft = `${path}.${randomBytes(6).toString("hex")}.part`;
  let handle: FileHandle | null = await explained(path, () => open(draft, "wx", 0o600));
  const discard = () => rmSync(draft, { force: true });
  const forgetSignals = onSignal(discard);
  let isFinished = false;

  async function close(): Promise<void> {
    forgetSignals();
    await handle?.close();
    handle = null;
  }

  return {
    write: (text) => explained(path, async () => handle?.writeFile(text)),
    finish: () =>
      explained(path, async () => {
        await handle?.sync();
        await close();
        if (!force) claim(path);
        renameSync(draft, path);
        isFinished = true;
      }),
    abandon: async () => {
      if (isFinished) return;
      await close();
      discard();
    },
  };
}

/** Takes a name that nobody has taken meanwhile. */
function claim(path: string): void {
  closeSync(openSync(path, "wx", 0o600));
}

/** Does something before a signal ends the process, as it would have done anyway. Returns what undoes it. */
function onSignal(act: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const end = (signal: NodeJS.Signals) => {
    act();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => signals.forEach((signal) => process.off(signal, end));
  signals.forEach((signal) => process.on(signal, end));
  return forget;
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
    if (code === "EEXIST") throw alreadyThere(path);
    const problem = problems[code];
    if (problem === undefined) throw cause;
    throw new ExpectedFailure(`${path} ${problem}`, exitCodes.cannotStart, { cause });
  }
}

function alreadyThere(path: string): ExpectedFailure {
  return new ExpectedFailure(
    `${path} exists already: choose another name, or overwrite it with --force.`,
    exitCodes.usage,
  );
}

const problems: Record<string, string> = {
  ENOSPC: "cannot be written: the disk is full. Make room, or write to another disk.",
  EDQUOT: "cannot be written: this user's share of the disk is used up. Make room, or write to another disk.",
  EFBIG: "cannot be written: its file system takes no file of this size. Write to another disk.",
  EACCES: "cannot be written: this user may not write there. Choose another place.",
  EPERM: "cannot be written: this user may not write there. Choose another place.",
  EROFS: "cannot be written: the file system is read-only. Choose another place.",
  ENOENT: "cannot be written: its folder does not exist. Make the folder first.",
  ENOTDIR: "cannot be written: a part of its path is no folder. Choose another place.",
  EISDIR: "is a folder: name a file.",
  EIO: "cannot be written: the disk reports an error. Write to another disk.",
};
