import { join } from "node:path";

/** Where a running server takes what is said on the command line. Only who can read the data folder gets there. */
export function doorOf(dataFolder: string): string {
  return join(dataFolder, "admin.sock");
}
