import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { buildSdk } from "../../scripts/build-sdk.ts";

const run = promisify(execFile);

declare module "vitest" {
  interface ProvidedContext {
    packedSdk: PackedSdk;
  }
}

/** The SDK as people get it from the registry. */
export interface PackedSdk {
  /** What `npm pack` made. */
  tarball: string;
  /** The same, unpacked. */
  folder: string;
}

/** Builds and packs the SDK once, for all files of a project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "natter-sdk-"));
  const built = path.join(folder, "built");
  await buildSdk(built);
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: built });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const tarball = path.join(folder, filename);
  await run("tar", ["-xzf", tarball, "-C", folder]);
  project.provide("packedSdk", { tarball, folder: path.join(folder, "package") });
  return () => rm(folder, { recursive: true });
}
