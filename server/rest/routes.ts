import { auth } from "./auth.ts";
import { bots } from "./bots.ts";
import { messages } from "./messages.ts";
import { presence } from "./presence.ts";
import { rooms } from "./rooms.ts";
import type { Route } from "./route.ts";
import { sync } from "./sync.ts";
import { system } from "./system.ts";
import { typing } from "./typing.ts";
import { users } from "./users.ts";

/** Every route, in the order in which the documentation shows them. A test holds them to the router's procedures. */
export const routes: readonly Route[] = [
  ...auth,
  ...users,
  ...rooms,
  ...messages,
  ...sync,
  ...presence,
  ...typing,
  ...bots,
  ...system,
];
