import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { TestServer } from "../support/server.ts";
import { secret, signInAll, type DataFolders, type Town } from "./accounts.ts";
import type { Contestant } from "./contestants/contestants.ts";
import type { Place } from "./generator/client.ts";
import type { Member } from "./generator/protocol.ts";
import { collectGarbage } from "./memory.ts";

const serverCore = "0";
const generatorCore = "1";

/** Everything that a round is played with: a server of its own, and the people who will come. */
export interface Stage extends AsyncDisposable {
  place: Place;
  town: Town;
  /** Room by room. */
  members: Member[];
  serverPid: number;
  /** Leaves the server with what it really keeps. Only where the workload asks for an inspector. */
  collectGarbage(): Promise<void>;
}

export interface StageOptions {
  folders: DataFolders;
  /** Whether server and generator have a core each. */
  pinned: boolean;
  inspected: boolean;
  /** The folder for a CPU profile of the server; null: none. */
  profiles: string | null;
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

/** Starts the contestant on its own core, with a data folder of its own. */
export async function openStage(contestant: Contestant, town: Town, options: StageOptions): Promise<Stage> {
  const { folders, profiles } = options;
  const data = contestant.isNatter ? await folders.freshFor(town) : await folders.empty();
  const env = { NATTER_SECRET: secret, ...contestant.env };
  const server = new TestServer(data, { data, env, command: commandFor(contestant, options) });
  await server.start();
  // Whoever interrupts a run leaves no server behind.
  const end = () => process.kill(server.pid, "SIGKILL");
  process.once("exit", end);
  return {
    place: { port: Number(new URL(server.url).port), protocol: contestant.protocol },
    town,
    members: await signInAll(town),
    serverPid: server.pid,
    collectGarbage: () => collectGarbage(server.log),
    [Symbol.asyncDispose]: async () => {
      if (profiles === null) await server.kill();
      // A profile is written at the end of a process that ends by itself.
      else await server.stop();
      process.off("exit", end);
      await folders.remove(data);
    },
  };
}

function commandFor({ entry }: Contestant, { pinned, inspected, profiles }: StageOptions): [string, ...string[]] {
  const node: [string, ...string[]] = [process.execPath];
  if (inspected) node.push("--inspect=127.0.0.1:0");
  if (profiles !== null) node.push("--cpu-prof", `--cpu-prof-dir=${profiles}`);
  node.push(entry);
  return pinned ? ["taskset", "-c", serverCore, ...node] : node;
}
