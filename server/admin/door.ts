import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { Services } from "../services.ts";
import { adminContext } from "./context.ts";
import { doorOf } from "./door-path.ts";
import { adminRouter } from "./router.ts";

/**
 * Lets the command line in while the server runs, which has the database to itself. Returns what closes it again. A
 * folder that can hold no socket only costs a warning: the command line then asks for the server to be stopped.
 */
export async function openDoor(dataFolder: string, services: Services): Promise<() => void> {
  const door = doorOf(dataFolder);
  const handler = createHTTPHandler({ router: adminRouter, createContext: async () => adminContext(services) });
  const server = createServer(handler);
  try {
    // Left there by a server that was killed: the database is locked, so nobody else's.
    rmSync(door, { force: true });
    server.listen(door);
    await once(server, "listening");
    chmodSync(door, 0o600);
  } catch (err) {
    services.log.warn({ err }, "the command line cannot reach this server while it runs");
  }
  server.on("error", (err) => services.log.warn({ err }, "the command line's door failed"));
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
