import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { TestServer } from "../support/server.ts";
import { secret, signInAll, type DataFolders, type Town } from "./accounts.ts";
import type { Contestant } from "./contestants/contestants.ts";
import type { Place } from "./generator/crowd.ts";
import type { Member } from "./generator/protocol.ts";

const serverCore = "0";
const generatorCore = "1";

/** Everything that a round is played with: a server of its own, and the people who will come. */
export interface Stage extends AsyncDisposable {
  place: Place;
  members: Member[];
  serverPid: number;
}

/** Puts this process, which is the generator, on a core of its own. Says whether there is one. */
export function takeOwnCore(): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync("taskset", ["-a", "-c", "-p", generatorCore, String(process.pid)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Starts the contestant on its own core. `profiles`: the folder for a CPU profile of it. */
export async function openStage(
  contestant: Contestant,
  town: Town,
  folders: DataFolders,
  { pinned, profiles }: { pinned: boolean; profiles: string | null },
): Promise<Stage> {
  const data = contestant.isNatter ? await folders.freshFor(town) : await folders.empty();
  const profiling = profiles === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profiles}`];
  const node = [process.execPath, ...profiling, contestant.entry];
  const command = pinned ? ["taskset", "-c", serverCore, ...node] : node;
  const server = new TestServer(data, {
    data,
    env: { NATTER_SECRET: secret, ...contestant.env },
    command: command as [string, ...string[]],
  });
  await server.start();
  return {
    place: { port: Number(new URL(server.url).port), protocol: contestant.protocol },
    members: await signInAll(town),
    serverPid: server.pid,
    [Symbol.asyncDispose]: async () => {
      if (profiles === null) await server.kill();
      else await server.stop();
    },
  };
}
