import { isSea } from "node:sea";
import type { Assets } from "./assets.ts";
import { executableAssets } from "./executable.ts";
import { fileAssets } from "./files.ts";

/** What this program brings along, whichever way it was built. */
export const assets: Assets = isSea() ? executableAssets() : fileAssets();
