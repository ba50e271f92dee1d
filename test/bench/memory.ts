import { readFileSync } from "node:fs";

/** How much memory a process holds. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) * 1024;
}

/** How many connections one generator and one server may have between them. */
export function mostConnections(): number {
  const files = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  // A server has files of its own open.
  return Math.min(ports, files === undefined ? Infinity : Number(files) - 500);
}

/** What Linux has for connections from one address to one port, less some that wait for their end. */
const ports = 25_000;

/** Has a Node that was started with an inspector, which its log names first, collect all of its garbage. */
export async function collectGarbage(log: string): Promise<void> {
  const inspector = new WebSocket(/ws:\S+/.exec(log)?.[0] ?? "");
  const answered = Promise.withResolvers<void>();
  inspector.onopen = () => inspector.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" }));
  inspector.onmessage = () => answered.resolve();
  inspector.onerror = () => answered.reject(new Error("the server's inspector does not answer"));
  await answered.promise;
  inspector.close();
}
