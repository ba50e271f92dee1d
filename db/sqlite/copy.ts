import Database from "better-sqlite3";
import { DatabaseError } from "./errors.ts";
import { assertSound } from "./soundness.ts";

/** Called as bytes are copied. */
export type OnCopied = (done: number, total: number) => void;

/** What a database holds, as it was at one instant. */
export interface Contents {
  messages: number;
  /** The log's head. */
  head: number;
}

/** 4 MiB at a time: whoever copies can be interrupted in between. */
const pagesAtOnce = 1024;

/**
 * Copies a database as it is at this instant, also while somebody else writes it, who is not kept waiting: what is
 * written meanwhile stays in the write-ahead log until the copy is done. The copy is one file, and has no epoch: opened,
 * its positions are another log's. Resolves once it has been compared with what was copied, and looked through.
 */
export async function copyDatabase(
  source: Database.Database,
  target: string,
  onCopied: OnCopied = () => {},
): Promise<Contents> {
  // Without a transaction of its own the copy would begin anew each time that somebody writes.
  source.exec("begin");
  try {
    const contents = contentsOf(source);
    const page = Number(source.pragma("page_size", { simple: true }));
    await source.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        onCopied((totalPages - remainingPages) * page, totalPages * page);
        return pagesAtOnce;
      },
    });
    finish(target, contents);
    return contents;
  } finally {
    source.exec("commit");
  }
}

function finish(file: string, expected: Contents): void {
  const client = new Database(file);
  try {
    // What a database in WAL mode holds may be in another file.
    client.pragma("journal_mode = DELETE");
    client.exec("delete from meta where key = 'epoch'");
    const { head, messages } = contentsOf(client);
    if (head !== expected.head || messages !== expected.messages) throw new DatabaseError("The copy is not complete.");
    assertSound(client, "The copy");
  } finally {
    client.close();
  }
}

function contentsOf(client: Database.Database): Contents {
  const statement =
    "select (select count(*) from messages) as messages, (select coalesce(max(position), 0) from events) as head";
  // The statement says what it selects.
  return client.prepare(statement).get() as Contents;
}
