import type { TestProject } from "vitest/node";
import { natterProgram } from "./program.ts";
import { startServer, type StartOptions } from "./server.ts";
import { mayStartServers } from "./under-test.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URLs of servers that test files share: one for each worker. */
    servers: string[];
  }
}

/**
 * Starts a server for each worker before a project's files run: those that run at the same time do not hear each other,
 * and to start one for every file would take longer than the tests do.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  return shareServers(project, mayStartServers ? { command: natterProgram() } : null);
}

/** The same with other servers; null: none. Returns what ends them. */
export async function shareServers(project: TestProject, options: StartOptions | null): Promise<() => Promise<void>> {
  const count = options === null ? 0 : project.vitest.config.maxWorkers;
  const servers = await Promise.all(Array.from({ length: count }, () => startServer(options ?? {})));
  project.provide(
    "servers",
    servers.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  };
}
