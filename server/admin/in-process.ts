import { createTRPCClient, localLink } from "@trpc/client";
import { pino } from "pino";
import type { Config } from "../config.ts";
import { withServices } from "../start.ts";
import { transformer } from "../transformer.ts";
import { adminContext } from "./context.ts";
import { adminRouter, type Admin, type AdminRouter } from "./router.ts";

/** Does something on the data folder, which no server has open, in this process. */
export function inProcess<T>(config: Config, version: string, what: (admin: Admin) => Promise<T>): Promise<T> {
  // As for the server: whatever is created from here on is this user's alone.
  process.umask(0o077);
  const log = pino({ level: "silent" });
  return withServices(config, { log, version }, (services) => {
    const local = localLink({ router: adminRouter, createContext: async () => adminContext(services), transformer });
    return what(createTRPCClient<AdminRouter>({ links: [local] }));
  });
}
