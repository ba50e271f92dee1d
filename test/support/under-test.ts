import { startServer, type TestServer } from "./server.ts";

/** The server that the contract tests talk to: any URL by NATTER_TEST_URL, else one of our own. */
export interface ServerUnderTest {
  url: string;
  /** Null where the server is somebody else's: such tests as kill or restart it are left out. */
  own: TestServer | null;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Whether tests may start servers of their own: not where they look at somebody else's. */
export const mayStartServers = process.env["NATTER_TEST_URL"] === undefined;

export async function serverUnderTest(): Promise<ServerUnderTest> {
  const url = process.env["NATTER_TEST_URL"];
  if (url !== undefined) return { url: url.replace(/\/$/, ""), own: null, [Symbol.asyncDispose]: async () => {} };
  const own = await startServer();
  return { url: own.url, own, [Symbol.asyncDispose]: () => own[Symbol.asyncDispose]() };
}

/** A name that no earlier run can have taken. */
export function uniqueName(name: string): string {
  return `${name}-${crypto.randomUUID().slice(0, 8)}`;
}
