import { enterAll } from "../generator/crowd.ts";
import { Room } from "../generator/room.ts";
import type { Stage } from "../stage.ts";
import { keepInFlight, keepRate } from "./load.ts";
import { p99, Stopwatch } from "./latency.ts";
import type { Figures, Timing, Workload } from "./workload.ts";

const bodyBytes = 200;
const fixedDeliveries = 10_000;

const oneRoom = {
  town: { rooms: 1, membersEach: 500 },
  contestants: ["ws", "natter", "ws-gathered", "socket-io", "trpc"],
} satisfies Partial<Workload>;

/** One room, in which so many messages are under way at any time. */
function fanOut(inFlight: number, atLeast: number): Workload {
  return {
    ...oneRoom,
    title: ({ membersEach }) => `One room of ${membersEach}, ${inFlight} messages in flight`,
    unit: "deliveries/s",
    better: "more",
    targets: [{ against: "ws", atLeast }],
    play: async (stage, timing) => {
      const room = await enterRoom(stage);
      const { messages, seconds, usage } = await keepInFlight([room], inFlight, stage.serverPid, timing);
      const items = messages * room.members.length;
      return { value: items / seconds, items, usage };
    },
  };
}

export const fanOut8 = fanOut(8, 2);
export const fanOut64 = fanOut(64, 8);

/** The same room with time to spare: what a delivery costs when nothing can be gathered. */
export const fixedRate: Workload = {
  ...oneRoom,
  title: ({ membersEach }) => `One room of ${membersEach}, ${fixedDeliveries.toLocaleString("en-US")} deliveries/s`,
  unit: "µs of CPU per delivery",
  better: "less",
  targets: [{ against: "ws", atMost: 1.2 }],
  play: playFixedRate,
};

async function playFixedRate(stage: Stage, timing: Timing): Promise<Figures> {
  const room = await enterRoom(stage);
  const stopwatch = new Stopwatch(room);
  const perSecond = fixedDeliveries / room.members.length;
  const { messages, usage } = await keepRate(room, perSecond, stage.serverPid, timing);
  const items = messages * room.members.length;
  return { value: usage.serverMicros / items, items, usage, more: { p99Ms: p99(stopwatch.latencies) } };
}

async function enterRoom({ place, members }: Stage): Promise<Room> {
  return new Room(await enterAll(place, members), bodyBytes);
}
