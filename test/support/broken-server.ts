import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StartOptions } from "./server.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** One place of the sources, said otherwise. */
export interface Edit {
  /** From the project's root. */
  file: string;
  /** What stands there now, exactly once. */
  find: string;
  replace: string;
}

export interface BrokenServer extends AsyncDisposable {
  command: NonNullable<StartOptions["command"]>;
}

/**
 * A copy of the server with some places changed, to be started with `startServer`. Throws where a place is not found,
 * so that a control which no longer breaks anything is noticed.
 */
export async function breakServer(edits: readonly Edit[]): Promise<BrokenServer> {
  const copy = await mkdtemp(path.join(tmpdir(), "natter-broken-"));
  for (const folder of ["server", "db"])
    await cp(path.join(root, folder), path.join(copy, folder), { recursive: true });
  for (const name of ["node_modules", "package.json", "web"])
    await symlink(path.join(root, name), path.join(copy, name));
  for (const edit of edits) await apply(copy, edit);
  return {
    command: [process.execPath, path.join(copy, "server/main.ts")],
    [Symbol.asyncDispose]: () => rm(copy, { recursive: true, force: true }),
  };
}

async function apply(copy: string, { file, find, replace }: Edit): Promise<void> {
  const source = await readFile(path.join(copy, file), "utf8");
  const times = source.split(find).length - 1;
  if (times !== 1)
    throw new Error(`${file} has ${times} times ${JSON.stringify(find)}: this control needs a new place`);
  await writeFile(
    path.join(copy, file),
    source.replace(find, () => replace),
  );
}
