import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SessionStorage, StoredSession } from "@natter/client";

/**
 * Where the sessions for one server are remembered: a file for each person in a folder of this user's own, since
 * whoever reads it is signed in.
 */
export class SessionFolder {
  readonly #path: string;

  constructor(url: URL, configFolder: string = defaultConfigFolder()) {
    this.#path = join(configFolder, "natter", "sessions", url.host.replaceAll(/[^a-zA-Z0-9.-]/g, "_"));
  }

  /** Who was last signed in here; null: nobody is remembered. */
  lastUsername(): string | null {
    const names = readNames(this.#path);
    const byAge = names.map((name) => ({ name, changed: statSync(join(this.#path, name)).mtimeMs }));
    const newest = byAge.sort((a, b) => b.changed - a.changed)[0];
    return newest?.name.replace(/\.json$/, "") ?? null;
  }

  has(username: string): boolean {
    return readNames(this.#path).includes(fileName(username));
  }

  storageOf(username: string): SessionStorage {
    const file = join(this.#path, fileName(username));
    return {
      load: () => read(file),
      save: (session) => {
        if (session === null) return rmSync(file, { force: true });
        mkdirSync(this.#path, { recursive: true, mode: 0o700 });
        chmodSync(this.#path, 0o700);
        // Renamed into place: a chat in another window reads the old session or the new one, never half of it.
        const draft = `${file}.${process.pid}.draft`;
        writeFileSync(draft, JSON.stringify(session), { mode: 0o600 });
        renameSync(draft, file);
      },
    };
  }
}

function defaultConfigFolder(): string {
  return process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
}

/** Usernames are letters, digits, `_`, `.` and `-`, unique whatever their case. */
function fileName(username: string): string {
  return `${username.toLowerCase().replaceAll(/[^a-z0-9_.-]/g, "_")}.json`;
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

/** A file that cannot be read or makes no sense is a session that is not remembered. */
function read(file: string): StoredSession | null {
  try {
    const session: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isStoredSession(session) ? session : null;
  } catch {
    return null;
  }
}

function isStoredSession(value: unknown): value is StoredSession {
  if (typeof value !== "object" || value === null) return false;
  return "accessToken" in value && typeof value.accessToken === "string" && "accessExpiresAt" in value;
}
