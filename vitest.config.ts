import { defineConfig } from "vitest/config";
import { executable } from "./test/support/program.ts";

export default defineConfig({
  test: {
    // The default leaves a processor idle, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      project("architecture"),
      // To load everything anew for each file would take a third of the time.
      project("unit", { isolate: false }),
      project("contract", {
        isolate: false,
        globalSetup: "test/support/shared-servers.ts",
        // On somebody else's server the files would hear each other.
        fileParallelism: process.env["NATTER_TEST_URL"] === undefined,
      }),
      project("process"),
      project("package", { globalSetup: "test/support/packed-sdk.ts", testTimeout: 120_000 }),
      ...(process.platform === "linux" ? [single()] : []),
      project("security"),
      // What they state is proven by the compiler, in `npm run check`; here they only have to load.
      project("types"),
      // Groups run one after the other: a fault test wants the machine to itself, and time.
      project("fault", {
        sequence: { groupOrder: 1 },
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 60_000,
      }),
      project("browser", {
        sequence: { groupOrder: 2 },
        globalSetup: "test/support/browser-setup.ts",
        testTimeout: 120_000,
        hookTimeout: 120_000,
        expect: { poll: { timeout: 30_000 } },
      }),
      // Not part of `npm test`: they need browsers that few machines have.
      project("engines", { sequence: { groupOrder: 3 }, testTimeout: 300_000, hookTimeout: 180_000 }),
    ],
  },
});

/** The executable: what is its own, and a part of the contract tests; all of them with `npm run test:single`. */
function single() {
  return project("single", {
    include: ["test/single/*.test.ts", "test/contract/{conversation,streams,transports,sdk-rooms}.test.ts"],
    isolate: false,
    globalSetup: "test/support/single.ts",
    env: { NATTER_TEST_PROGRAM: executable },
    testTimeout: 60_000,
  });
}

/** The tests of one folder. The time is for what hangs: a slow machine starts a server in five seconds. */
function project(name: string, more: object = {}) {
  return { test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000, hookTimeout: 60_000, ...more } };
}
