import { getAsset, getAssetKeys, getRawAsset } from "node:sea";
import type { Migrations } from "../../db/sqlite/migrate.ts";
import type { Assets } from "./assets.ts";

/** Where `scripts/build-single.ts` puts what, in the executable. */
export const assetNames = {
  /** Followed by the path from the web app's root. */
  web: "web",
  migrations: "migrations.json",
  writeThread: "write-thread.js",
  searchThread: "search-thread.js",
} as const;

/** The program's assets inside the one file that it is. */
export function executableAssets(): Assets {
  return {
    webApp: async () => new Map(webFiles()),
    migrations: () => JSON.parse(getAsset(assetNames.migrations, "utf8")) as Migrations,
    writeThread: threadFrom(assetNames.writeThread),
    searchThread: threadFrom(assetNames.searchThread),
  };
}

function webFiles(): [string, Buffer][] {
  const names = getAssetKeys().filter((name) => name.startsWith(`${assetNames.web}/`));
  // The executable's own memory, not a copy of it: to be read only.
  return names.map((name) => [name.slice(assetNames.web.length), Buffer.from(getRawAsset(name))]);
}

/** A thread runs a module with an address: this one's is short, so that the stacks in a log are. */
function threadFrom(asset: string): URL {
  const module = `
    import { createRequire } from "node:module";
    import { getAsset } from "node:sea";
    import { compileFunction } from "node:vm";
    compileFunction(getAsset("${asset}", "utf8"), ["require"], { filename: "natter:${asset}" })(createRequire(process.execPath));
  `;
  return new URL(`data:text/javascript,${encodeURIComponent(module)}`);
}
