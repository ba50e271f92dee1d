import type { BlockList } from "node:net";
import type { AnyTRPCRouter, TRPCDefaultErrorShape, TRPCRootConfig } from "@trpc/server";
import type { Logger } from "pino";
import type { UserId } from "../contract/index.ts";
import type { Scheduler } from "../delivery/scheduler.ts";
import type { Measurements } from "../measurements/measurements.ts";
import type { MetricsRequest } from "../security/metrics-access.ts";
import type { Services } from "../services.ts";
import type { Context, Meta } from "../trpc.ts";
import type { AccessLog } from "./access-log.ts";
import type { Rate } from "./budget.ts";
import type { FailedCalls } from "./call-log.ts";
import type { Caps } from "./caps.ts";
import type { Connections } from "./connections.ts";
import type { InFlight } from "./in-flight.ts";
import type { Origins } from "./origin.ts";
import type { Sightings } from "./sightings.ts";
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
  /** Whether there is such a procedure. */
  knows(path: string): boolean;
  readonly services: Services;
  readonly measurements: Measurements;
  readonly metrics: MetricsPage;
  readonly log: Logger;
  readonly failedCalls: FailedCalls;
  readonly access: AccessLog;
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
  /** Takes in those who come, a few in each turn: after a restart all come at once, and others are talking already. */
  readonly newcomers: Scheduler;
  readonly sightings: Sightings;
  readonly wheel: Wheel;
  readonly turn: Turn;
  /** Every socket and stream, for when the server goes away. */
  readonly open: Set<Restartable>;
  /** Whether the server is going away: reads go on, nothing new begins. */
  draining: boolean;
}

/** The metrics, and who may read them. */
export interface MetricsPage {
  allows(request: MetricsRequest): boolean;
  readonly contentType: string;
  scrape(state: ServerState): Promise<string>;
}

/** What the transport alone knows when it is asked for metrics. */
export interface ServerState {
  ready: boolean;
  draining: boolean;
}

/** Something open that is told to come back, spread out, when the server goes away. */
export interface Restartable {
  restart(): void;
}
