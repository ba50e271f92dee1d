import { auth } from "./routers/auth.ts";
import { bot } from "./routers/bots.ts";
import { message } from "./routers/messages.ts";
import { presence } from "./routers/presence.ts";
import { room } from "./routers/rooms.ts";
import { sync } from "./routers/sync.ts";
import { system } from "./routers/system.ts";
import { typing } from "./routers/typing.ts";
import { user } from "./routers/users.ts";
import { router } from "./trpc.ts";

/** The whole API. Names, inputs and outputs are a public contract: they are extended, never renamed or removed. */
export const appRouter = router({ auth, bot, message, presence, room, sync, system, typing, user });

/** What a client needs to know of it, at compile time. */
export type AppRouter = typeof appRouter;
