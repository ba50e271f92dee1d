import type { TestProject } from "vitest/node";
import { startServer } from "./server.ts";
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
  const count = mayStartServers ? project.vitest.config.maxWorkers : 0;
  const servers = await Promise.all(Array.from({ length: count }, () => startServer()));
  project.provide(
    "servers",
    servers.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  };
}
