import { calls } from "./calls.ts";
import { connections } from "./connections.ts";
import { server } from "./server.ts";
import { streams } from "./streams.ts";
import { writes } from "./writes.ts";
import type { Catalogue } from "../definition.ts";

/** Every metric of Natter's own. docs/observing.md lists them. */
export const catalogue: Catalogue = { ...server, ...connections, ...calls, ...writes, ...streams };
