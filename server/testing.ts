import type { TestServer, TestServerOptions } from "../client-sdk/testing/server.ts";
import { nodeProblem } from "./node-version.ts";

/**
 * The server's half of `@natter/client/testing`, as `natter/testing`: everything that `natter serve` runs, on a database
 * in memory, a free port of 127.0.0.1 and a clock of its own, behind a network that does what it is told to.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const problem = nodeProblem();
  if (problem !== null) throw new Error(`${problem}.`);
  const { start } = await import("./testing/start.ts");
  return start(options);
}
