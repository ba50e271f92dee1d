import { enterAll } from "../generator/crowd.ts";
import { Room } from "../generator/room.ts";
import { startUsage } from "../cpu.ts";
import type { Stage } from "../stage.ts";
import { allDone, pause } from "./pause.ts";
import type { Figures, Timing, Workload } from "./workload.ts";

const bodyBytes = 200;
const town = { rooms: 1, membersEach: 500 };

/** One room of 500 in which so many messages are under way at any time, each by another member. */
function fanOut(inFlight: number, targets: Workload["targets"]): Workload {
  return {
    title: `one room of ${town.membersEach}, ${inFlight} in flight`,
    unit: "deliveries/s",
    better: "more",
    town,
    contestants: ["ws", "natter", "ws-gathered", "socket-io", "trpc"],
    targets,
    play: (stage, timing) => play(stage, timing, inFlight),
  };
}

export const fanOut8 = fanOut(8, [{ against: "ws", atLeast: 2 }]);
export const fanOut64 = fanOut(64, [{ against: "ws", atLeast: 8 }]);

async function play({ place, members, serverPid }: Stage, { warmMs, measureMs }: Timing, inFlight: number) {
  const room = new Room(await enterAll(place, members), bodyBytes);
  room.onDone = () => room.send(inFlight);
  for (let sent = 0; sent < inFlight; sent += 1) room.send(inFlight);
  await pause(warmMs);

  const usage = startUsage(serverPid);
  const [start, startDone] = [performance.now(), room.done];
  await pause(measureMs);
  const seconds = (performance.now() - start) / 1000;
  const deliveries = (room.done - startDone) * room.members.length;
  const used = usage();

  room.onDone = () => {};
  await allDone([room]);
  for (const client of room.members) client.destroy();
  return {
    value: deliveries / seconds,
    usage: used,
    more: { cpuMicros: used.serverMicros / deliveries },
  } satisfies Figures;
}
