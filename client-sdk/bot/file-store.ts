import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { BotStore } from "./store.ts";

/** Keeps a bot's place in a file of its own, which is always whole: the old id or the new one. For Node. */
export function fileStore(path: string): BotStore {
  return {
    async load() {
      try {
        return (await readFile(path, "utf8")).trim() || null;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    async save(lastEventId) {
      const draft = `${path}.draft`;
      await writeDurably(draft, `${lastEventId}\n`);
      await rename(draft, path);
      await syncFolder(dirname(path));
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Else the new name could be gone after a power cut. Windows does not let a folder be opened, and needs none of it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
