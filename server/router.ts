import { auth } from "./routers/auth.ts";
import { bot } from "./routers/bots.ts";
import { message } from "./routers/messages.ts";
import { presence } from "./routers/presence.ts";
import { room } from "./routers/rooms.ts";
import { sync } from "./routers/sync.ts";
import { system } from "./routers/system.ts";
import { typing } from "./routers/typing.ts";
import { user } from "./routers/users.ts";
import { router, type PublicRouter } from "./trpc.ts";

/** By name: what the compiler makes of `typeof appRouter` for the SDK's declarations has lost every docstring. */
type Routers = {
  auth: typeof auth;
  bot: typeof bot;
  message: typeof message;
  presence: typeof presence;
  room: typeof room;
  sync: typeof sync;
  system: typeof system;
  typing: typeof typing;
  user: typeof user;
};

/** What a client needs to know of the API, at compile time. */
export type AppRouter = PublicRouter<Routers>;

/** The whole API. Names, inputs and outputs are a public contract: they are extended, never renamed or removed. */
export const appRouter: AppRouter = router({ auth, bot, message, presence, room, sync, system, typing, user });
