import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRawAsset } from "node:sea";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { ExpectedFailure } from "../expected-failure.ts";
import { privateFolder, putFile } from "./private-folder.ts";

/**
 * The folder that all addons are loaded from, once there is one. All threads load them by the same path and so share
 * one copy: two copies of SQLite in a process drop each other's locks. A path that has been loaded is found again by its
 * name, also when somebody has tidied up the temporary folder meanwhile.
 */
const chosen = "natter.addons";

const candidates = new Set([join(tmpdir(), `natter-${process.getuid?.()}`)]);

/** Names a folder that addons may be put into where the temporary folder will not do: because it is mounted noexec. */
export function mayHoldAddons(folder: string): void {
  candidates.add(folder);
}

/**
 * Loads a native addon that is an asset of the executable. The system can load one only from a file: it is put into a
 * folder that is this user's alone, and stays there for the next start. Throws an `ExpectedFailure` where there is none.
 */
export function loadAddon(asset: string): unknown {
  const folder = getEnvironmentData(chosen);
  if (!isMainThread && typeof folder === "string") return load(join(folder, asset));
  const content = Buffer.from(getRawAsset(asset));
  const problems: string[] = [];
  for (const candidate of typeof folder === "string" ? [folder] : candidates) {
    try {
      const addon = load(putFile(privateFolder(candidate), asset, content));
      setEnvironmentData(chosen, candidate);
      return addon;
    } catch (error) {
      problems.push(`${candidate} (${reasonOf(error)})`);
    }
  }
  throw new ExpectedFailure(
    `the parts of Natter that are machine code cannot be loaded from ${problems.join(", nor from ")}: ` +
      "set TMPDIR to a folder of this user's own that is not mounted noexec.",
  );
}

function load(path: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

/** "/tmp/natter-0/x.node: failed to map segment from shared object" */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\S*: /, "").replaceAll(/\s+/g, " ");
}
