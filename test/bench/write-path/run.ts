import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { breakServer } from "../../support/broken-server.ts";
import { loads, measure, type Figures } from "./load.ts";
import { secret, seed, type Member } from "./seed.ts";
import { compileSlowFsync, ProbedServer } from "./server.ts";

// Where messages are written: in the main thread or in one of its own. Linux, with `cc` and `taskset`:
// `taskset -c 1 node test/bench/write-path/run.ts`. The two ways take turns, so that what else goes on meets both.

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "3" },
    fsync: { type: "string", default: "0 5000" },
    cores: { type: "string", default: "0 0,1" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "natter-write-path-"));
const slowFsync = compileSlowFsync(folder);
await using inMain = await breakServer([
  {
    file: "server/start.ts",
    find: "decide, ...inThreads }",
    replace: "decide, searchThread: inThreads.searchThread }",
  },
]);
await using inThread = await breakServer([]);
const ways = [
  { name: "main", command: inMain.command },
  { name: "thread", command: inThread.command },
];

console.log("| cores | fsync | load | way | messages/s | p50 ms | p99 ms | loop p99 ms | CPU us/message |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const cores of values.cores.split(" ")) {
  for (const fsyncUs of values.fsync.split(" ").map(Number)) await compare(cores, fsyncUs);
}
rmSync(folder, { recursive: true });

interface Contestant {
  name: string;
  server: ProbedServer;
  members: readonly Member[];
}

async function compare(cores: string, fsyncUs: number): Promise<void> {
  await using servers = new AsyncDisposableStack();
  const contestants: Contestant[] = [];
  for (const { name, command } of ways) {
    const data = join(folder, `${name} ${cores} ${fsyncUs}`);
    const members = await seed(data, 500);
    const server = servers.use(await ProbedServer.start({ command, data, secret, cores, fsyncUs, slowFsync }));
    contestants.push({ name, server, members });
  }
  for (const load of loads) {
    const figures = new Map<string, Figures[]>(contestants.map(({ name }) => [name, []]));
    for (let round = 0; round <= Number(values.rounds); round++) {
      for (const { name, server, members } of contestants) {
        const measured = await measure(server, members, load, Number(values.seconds) * 1000);
        // The first round is for the compiler.
        if (round > 0) figures.get(name)?.push(measured);
      }
    }
    const fsync = fsyncUs === 0 ? "as it is" : `+ ${fsyncUs / 1000} ms`;
    for (const [name, all] of figures) {
      console.log(`| ${cores} | ${fsync} | ${load.name} | ${name} | ${rowOf(all).join(" | ")} |`);
    }
  }
}

function rowOf(all: readonly Figures[]): string[] {
  const median = (figure: keyof Figures) => all.map((one) => one[figure]).sort((a, b) => a - b)[all.length >> 1] ?? 0;
  return [
    median("perSecond").toFixed(0),
    median("p50").toFixed(1),
    median("p99").toFixed(1),
    median("loopP99").toFixed(1),
    median("cpuUs").toFixed(0),
  ];
}
