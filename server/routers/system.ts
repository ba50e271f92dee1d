import { protocolVersion } from "../contract/index.ts";
import { publicProcedure, router } from "../trpc.ts";

export const system = router({
  /** What this server is. Grows `protocol` when an old client could no longer cope. */
  info: publicProcedure.query(({ ctx }): { name: "natter"; version: string; protocol: number } => ({
    name: "natter",
    version: ctx.settings.version,
    protocol: protocolVersion,
  })),
});
