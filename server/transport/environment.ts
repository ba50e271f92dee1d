import type { BlockList } from "node:net";
import type { AnyTRPCRouter, TRPCDefaultErrorShape, TRPCRootConfig } from "@trpc/server";
import type { Logger } from "pino";
import type { UserId } from "../contract/index.ts";
import type { Services } from "../services.ts";
import type { Context, Meta } from "../trpc.ts";
import type { Rate } from "./budget.ts";
import type { Caps } from "./caps.ts";
import type { Connections } from "./connections.ts";
import type { InFlight } from "./in-flight.ts";
import type { Origins } from "./origin.ts";
import type { Tally } from "./tally.ts";
import type { Turn } from "./turn.ts";
import type { Wheel } from "./wheel.ts";

/** What the router was made with: how to say something to a client. */
export type RouterConfig = TRPCRootConfig<{
  ctx: Context;
  meta: Meta;
  errorShape: TRPCDefaultErrorShape;
  transformer: true;
}>;

/** What everything in this folder shares. */
export interface Environment {
  readonly router: AnyTRPCRouter;
  readonly config: RouterConfig;
  /** What the procedure at this path says about itself. */
  meta(path: string): Meta | undefined;
  readonly services: Services;
  readonly log: Logger;
  readonly caps: Caps;
  /** How fast each socket may call. */
  readonly callRate: Rate;
  readonly origins: Origins;
  readonly trustedProxies: BlockList;
  readonly connections: Connections;
  /** Sockets and streams of each address. */
  readonly addresses: Tally<string>;
  /** Requests of each person that are being answered. */
  readonly responses: Tally<UserId>;
  readonly inFlight: InFlight;
  readonly wheel: Wheel;
  readonly turn: Turn;
  /** Every socket and stream, for when the server goes away. */
  readonly open: Set<Restartable>;
  /** Whether the server is going away: reads go on, nothing new begins. */
  draining: boolean;
}

/** Something open that is told to come back, spread out, when the server goes away. */
export interface Restartable {
  restart(): void;
}
