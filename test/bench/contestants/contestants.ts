import { join } from "node:path";
import { bare } from "../generator/bare.ts";
import type { Protocol } from "../generator/protocol.ts";
import { socketIo } from "../generator/socket-io.ts";
import { trpc } from "../generator/trpc.ts";

export interface Contestant {
  /** As it is called in tables. */
  title: string;
  /** The program, and what it is told by its environment. */
  entry: string;
  env: Record<string, string>;
  protocol: Protocol;
  /** Whether its accounts and rooms are in a data folder of Natter's. */
  isNatter: boolean;
}

const natter: Contestant = {
  title: "Natter",
  entry: join(import.meta.dirname, "../../../server/main.ts"),
  env: { NATTER_RATE_LIMITS: "off", NATTER_LOG_LEVEL: "warn" },
  protocol: trpc({
    readyAt: "first item",
    stream: () => ({ path: "sync.onEvent", input: {} }),
    send: "message.send",
  }),
  isNatter: true,
};

const stockTrpc = trpc({
  readyAt: "started",
  stream: (roomId) => ({ path: "onMessage", input: { roomId } }),
  send: "send",
});

/** Who takes part, by the name that `--contestant` knows. */
export const contestants = {
  natter,
  ws: other("ws.send to each, not stored", "ws.ts", bare),
  "ws-gathered": other("ws, one write a turn, not stored", "ws-gathered.ts", bare),
  "ws-stored": other("ws, group commit, FULL", "ws-stored.ts", bare),
  "socket-io": other("Socket.IO, SQLite NORMAL", "socket-io.ts", socketIo),
  "socket-io-full": other("Socket.IO, SQLite FULL", "socket-io.ts", socketIo, { BENCH_SYNCHRONOUS: "FULL" }),
  trpc: other("tRPC with an EventEmitter, not stored", "trpc.ts", stockTrpc),
} satisfies Record<string, Contestant>;

export type ContestantName = keyof typeof contestants;

function other(title: string, file: string, protocol: Protocol, env: Record<string, string> = {}): Contestant {
  return { title, entry: join(import.meta.dirname, file), env, protocol, isNatter: false };
}
