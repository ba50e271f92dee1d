/** Everything that crosses the wire, in one import. */
export * from "./close-codes.ts";
export * from "./events.ts";
export * from "./limits.ts";
export * from "./reasons.ts";
export * from "./shapes.ts";
