import { existsSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import Database from "better-sqlite3";
import { connect } from "./compiled-session.ts";
import type { OnCopied } from "./copy.ts";
import { Draft, targetError } from "./draft.ts";
import { DatabaseError, DatabaseTooNew, sqliteCode } from "./errors.ts";
import { lockDatabase } from "./lock.ts";
import { standingOf, type Migrations } from "./migrate.ts";
import { openConnection } from "./open.ts";
import { assertSound } from "./soundness.ts";
import { stamp } from "./upgrade.ts";

export interface RestoreRequest {
  backup: string;
  /** Where the database shall be. */
  file: string;
  migrations: Migrations;
  /** Whether a database that is there may be moved aside. */
  replace: boolean;
  now: Date;
  onCopied?: OnCopied;
}

export interface Restored {
  messages: number;
  /** How many migrations it has seen; those that are missing are carried out at the next start. */
  schema: number;
  /** Where the database is now that was there before; null: there was none. */
  movedTo: string | null;
}

/**
 * Puts a backup where the database shall be, looked through before anything is touched. It becomes another log: it has no
 * epoch yet, and everybody has to sign in again, because who was signed in then may have been signed out since. Bots keep
 * the tokens that they had. Rejects with a `DatabaseError` that says what is wrong; then nothing has changed.
 */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const { backup, file, migrations, replace, now, onCopied } = request;
  // A database with something beside it is not all there is of it.
  if ((statSync(`${backup}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new DatabaseError(`${backup} is a database in use, not a backup: make one of it with natter backup.`);
  }
  const unlock = lockDatabase(file);
  try {
    if (existsSync(file) && !replace) {
      throw new DatabaseError(
        `There is a database already, ${file}. Choose another data folder, or move it aside with --force.`,
      );
    }
    const draft = new Draft(file);
    try {
      await copyFile(backup, draft.file, onCopied);
      const found = prepare(draft.file, backup, { migrations, now });
      const movedTo = moveAside(file, now);
      draft.publish({ replace: false });
      return { ...found, movedTo };
    } finally {
      draft.discard();
    }
  } catch (error) {
    throw targetError(error, file);
  } finally {
    unlock();
  }
}

async function copyFile(from: string, to: string, onCopied: OnCopied = () => {}): Promise<void> {
  await using source = await openBackup(from);
  await using target = await open(to, "w", 0o600);
  const { size } = await source.stat();
  const chunk = Buffer.alloc(4 * 1024 * 1024);
  let done = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, chunk.length, done);
    if (bytesRead === 0) return;
    // Goes on where it has got to, and writes all of it.
    await target.writeFile(chunk.subarray(0, bytesRead));
    done += bytesRead;
    onCopied(done, size);
  }
}

async function openBackup(file: string) {
  try {
    if (statSync(file).isDirectory()) throw new DatabaseError(`${file} is a folder. Name the file of a backup.`);
    return await open(file, "r");
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    throw new DatabaseError(`${file} cannot be read: check the path and its permissions.`, { cause });
  }
}

/** Looks through a copy of the backup, and makes another log of it. */
function prepare(copy: string, name: string, { migrations, now }: Pick<RestoreRequest, "migrations" | "now">) {
  const client = new Database(copy);
  try {
    client.pragma("journal_mode = DELETE");
    const standing = standingOf(connect(client), migrations);
    if (standing.is === "newer") {
      throw new DatabaseTooNew(`${name} was made by a newer version of Natter. Use that version or a later one.`);
    }
    if (standing.is === "foreign" || standing.version === 0) {
      throw new DatabaseError(`${name} is not a backup of Natter's.`);
    }
    assertSound(client, name);
    client.transaction(() => {
      client.exec("delete from meta where key = 'epoch'");
      client.prepare(endPeoplesSessions).run(now.getTime());
    })();
    const messages = Number(client.prepare("select count(*) from messages").pluck().get());
    return { messages, schema: standing.version };
  } catch (error) {
    throw unreadable(error, name);
  } finally {
    client.close();
  }
}

function unreadable(error: unknown, name: string): unknown {
  const code = sqliteCode(error);
  if (code?.startsWith("SQLITE_NOTADB"))
    return new DatabaseError(`${name} is not a backup of Natter's.`, { cause: error });
  if (code?.startsWith("SQLITE_CORRUPT"))
    return new DatabaseError(`${name} is damaged. Use another backup.`, { cause: error });
  return error;
}

const endPeoplesSessions = `
  update sessions set ended_at = ? where ended_at is null and user_id in (select id from users where kind = 'person')
`;

/** With what is beside it, and may hold a part of it. */
function moveAside(file: string, now: Date): string | null {
  const aside = `${file}.before-restore-${stamp(now)}`;
  const isThere = existsSync(file);
  if (isThere) gather(file);
  // What is beside a database must never be found beside another one: so it goes first.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  }
  return isThere ? aside : null;
}

/** Puts what the write-ahead log holds into the file itself, where the database can still be opened. */
function gather(file: string): void {
  try {
    openConnection(file).$client.close();
  } catch {
    // A database that is past that may be why another one is restored: it is moved as it is.
  }
}
