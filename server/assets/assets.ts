import type { Migrations } from "../../db/sqlite/migrate.ts";

/** What the program needs beside its own code. */
export interface Assets {
  /** The files of the web app by their path from its root, `/index.html`; none where it has not been built. */
  webApp(): Promise<ReadonlyMap<string, Buffer>>;
  migrations(): Migrations;
  /** The module of the thread that writes. */
  readonly writeThread: URL;
  /** The module of the thread that searches. */
  readonly searchThread: URL;
}
