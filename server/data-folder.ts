import { randomBytes, randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { mayHoldAddons } from "./assets/addons.ts";
import { ExpectedFailure, exitCodes } from "./expected-failure.ts";
import { assertSecret } from "./security/secret.ts";

const databaseName = "natter.db";
const secretName = "secret.key";
const othersMay = 0o077;

/** The one folder to back up. Only this program's user can look into it. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly databaseFile: string;
  /** The signing secret kept here; made at the first call, the same for ever after. */
  secret(): Uint8Array;
}

/** Where the database of a data folder is, whether or not there is one. */
export function databaseFileIn(folder: string): string {
  return join(resolve(folder), databaseName);
}

/** Where the signing secret of a data folder is, whether or not there is one. */
export function secretFileIn(folder: string): string {
  return join(resolve(folder), secretName);
}

/** Makes the folder if need be (0700). Throws an `ExpectedFailure` where it cannot be used. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    makeFolder(path);
    keepPrivate(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explain(error, path);
  }
  mayHoldAddons(join(path, "addons"));
  return { path, databaseFile: databaseFileIn(path), secret: () => readOrMakeSecret(secretFileIn(path)) };
}

/** With what leads to it. Node's own `recursive` never returns where a folder can hold no other, in /proc for one. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === "EEXIST" && statSync(path).isDirectory()) return;
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** A folder that already served other purposes is not closed to others behind its owner's back. */
function keepPrivate(path: string): void {
  if ((statSync(path).mode & othersMay) === 0) return;
  const contents = readdirSync(path).filter((name) => name !== "lost+found");
  if (contents.length > 0 && !contents.includes(databaseName)) {
    throw new ExpectedFailure(
      `${path} holds other things and is open to other users: choose another folder with NATTER_DATA, or run chmod 700 on this one.`,
    );
  }
  chmodSync(path, 0o700);
}

function readOrMakeSecret(file: string): Uint8Array {
  let secret: Uint8Array;
  try {
    secret = Buffer.from(readSecret(file) ?? makeSecret(file));
  } catch (error) {
    throw explain(error, file);
  }
  try {
    assertSecret(secret);
    return secret;
  } catch (cause) {
    const remedy = "put it back from a backup, or delete it: then everyone has to sign in again.";
    throw new ExpectedFailure(`${file} is damaged: ${remedy}`, exitCodes.cannotStart, { cause });
  }
}

function readSecret(file: string): string | null {
  try {
    const secret = readFileSync(file, "utf8").trim();
    if ((statSync(file).mode & othersMay) !== 0) chmodSync(file, 0o600);
    return secret;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** The file appears whole or not at all, and of two programs that start at once one makes it. */
function makeSecret(file: string): string {
  const draft = `${file}.${randomUUID()}`;
  const secret = randomBytes(32).toString("base64url");
  try {
    writeDurably(draft, `${secret}\n`);
    linkSync(draft, file);
    return secret;
  } catch (error) {
    const other = codeOf(error) === "EEXIST" ? readSecret(file) : null;
    if (other !== null) return other;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function explain(error: unknown, path: string): unknown {
  if (error instanceof ExpectedFailure) return error;
  const problem = problems[codeOf(error)];
  if (problem === undefined) return error;
  return new ExpectedFailure(`${path} ${problem}`, exitCodes.cannotStart, { cause: error });
}

const problems: Record<string, string> = {
  EACCES: "cannot be written to: give this user the right to, or choose another folder with NATTER_DATA.",
  EPERM: "belongs to another user: make it this user's (chown), or choose another folder with NATTER_DATA.",
  EROFS: "is on a read-only file system: choose another folder with NATTER_DATA.",
  EEXIST: "is a file, not a folder: choose another folder with NATTER_DATA.",
  ENOTDIR: "cannot be made, because part of its path is a file: choose another folder with NATTER_DATA.",
  ENOENT: "cannot be made: choose another folder with NATTER_DATA.",
  ENOSPC: "is on a full disk: make room, then start again.",
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
