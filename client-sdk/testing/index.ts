/** A real server, people who are signed in, a clock and a bad network, for the tests of apps. For Node. */
export { createTestChat, testPassword } from "./test-chat.ts";
export type { Faults, TestChat, TestChatOptions } from "./test-chat.ts";
export type { ServerFaults, StartTestServer, TestClock, TestServer, TestServerOptions } from "./server.ts";
