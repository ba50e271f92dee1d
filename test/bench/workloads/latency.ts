import type { Room } from "../generator/room.ts";

/** Times a room's messages from their sending to each arrival. All must be by one member: then they arrive as sent. */
export class Stopwatch {
  /** In milliseconds, in the order of arrival. */
  latencies: number[] = [];

  constructor(room: Room) {
    const sentAt: number[] = [];
    const first = room.sent;
    room.onSend = () => sentAt.push(performance.now());
    room.onArrival = (number) => {
      const start = sentAt[number - first];
      if (start !== undefined) this.latencies.push(performance.now() - start);
    };
  }
}

export function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
