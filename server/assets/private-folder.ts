import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";

const othersMayLook = 0o077;
const othersMayWrite = 0o022;
const sticky = 0o1000;

/**
 * Makes a folder that only this user can look into, or takes the one that is there. Throws where somebody else could
 * have put something into it, or could put another in its place.
 */
export function privateFolder(path: string): string {
  if (!isTrusted(statSync(dirname(path)))) throw new Error("others may move what is in the folder above it");
  const folder = lstatSync(path, { throwIfNoEntry: false }) ?? make(path);
  if (!folder.isDirectory() || !isOurs(folder)) throw new Error("it is not this user's folder");
  if ((folder.mode & othersMayLook) !== 0) throw new Error("others may look into it");
  return path;
}

/** What is there now, also where somebody was quicker. */
function make(path: string): Stats {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return lstatSync(path);
}

/** Only this user and root can take away or rename what is in it. */
function isTrusted({ uid, mode }: Stats): boolean {
  const isOwnersAlone = (mode & othersMayWrite) === 0 || (mode & sticky) !== 0;
  return isOwnersAlone && (uid === 0 || uid === process.getuid?.());
}

function isOurs({ uid }: Stats): boolean {
  return uid === process.getuid?.();
}

/** Makes sure that a private folder holds a file with just this content. Returns its path. */
export function putFile(folder: string, name: string, content: Uint8Array): string {
  const path = join(folder, name);
  if (holds(path, content)) return path;
  // Appears whole, and whoever has the old one loaded keeps it.
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, content, { mode: 0o500, flag: "wx" });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return path;
}

function holds(path: string, content: Uint8Array): boolean {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) return false;
  if (!file.isFile()) throw new Error("something else is in the file's place");
  return isOurs(file) && file.size === content.length && readFileSync(path).equals(content);
}
