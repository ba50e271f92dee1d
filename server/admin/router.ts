import type { TRPCClient } from "@trpc/client";
import { router } from "../trpc.ts";
import { bot } from "./bots.ts";
import { user } from "./users.ts";

/** What whoever runs the server can do on the command line. Reached through the data folder alone, never a network. */
export const adminRouter = router({ bot, user });

export type AdminRouter = typeof adminRouter;

/** How the command line calls it. */
export type Admin = TRPCClient<AdminRouter>;
