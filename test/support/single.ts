import path from "node:path";
import type { TestProject } from "vitest/node";
import { buildSingle } from "../../scripts/build-single.ts";
import { executable, natterProgram } from "./program.ts";
import { shareServers } from "./shared-servers.ts";

/** Builds the executable once, and starts the servers that contract tests share from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildSingle(path.resolve(import.meta.dirname, "../..", executable), () => {});
  return shareServers(project, { command: natterProgram(executable) });
}
