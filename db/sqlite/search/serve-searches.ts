import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { BadCursor } from "../../store.ts";
import { sqliteCode } from "../errors.ts";
import { createFind, type Find, type Found } from "./find.ts";
import type { Reply, Request } from "./finder-thread.ts";

/** The work of a thread that `createFinderThread` has started: carries out what it is sent, one after another. */
export function serveSearches(): void {
  const port = parentPort;
  if (port === null) throw new Error("Searches are served in a thread of their own.");
  const { file } = workerData as { file: string };
  const client = new Database(file, { readonly: true, fileMustExist: true });
  const find = createFind(client);

  port.on("message", (request: Request) => {
    if (request.kind === "find") return port.postMessage(carryOut(find, request));
    client.close();
    port.close();
  });
}

function carryOut(find: Find, { viewerId, request }: Extract<Request, { kind: "find" }>): Reply {
  try {
    return { kind: "found", found: toTheEnd(find(viewerId, request)) };
  } catch (error) {
    if (error instanceof BadCursor) return { kind: "badCursor" };
    return { kind: "failed", message: error instanceof Error ? error.message : String(error), code: sqliteCode(error) };
  }
}

/** Nobody else waits for this thread. */
function toTheEnd(steps: Generator<void, Found>): Found {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
