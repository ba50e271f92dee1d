import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { Assets } from "./assets.ts";

/** The program's assets as files beside its code. */
export function fileAssets(): Assets {
  const root = join(import.meta.dirname, "..", "..");
  const webApp = join(root, "web", "dist");
  // `.ts` here, `.js` where it has been built for npm; the folders are the same.
  const extension = extname(import.meta.filename);
  return {
    webApp: async () => (existsSync(webApp) ? filesIn(webApp) : new Map()),
    migrations: () => join(root, "db", "sqlite", "migrations"),
    writeThread: new URL(`../write-thread${extension}`, import.meta.url),
    searchThread: new URL(`../search-thread${extension}`, import.meta.url),
  };
}

/** A folder's files by their path from it, `/index.html`, without hidden ones. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    if (entry.isFile() && !path.includes("/.")) files.set(path, await readFile(file));
  }
  return files;
}
