import { enterAll } from "../generator/crowd.ts";
import { Room } from "../generator/room.ts";
import type { Stage } from "../stage.ts";
import { keepInFlight } from "./load.ts";
import type { Figures, Timing, Workload } from "./workload.ts";

const bodyBytes = 200;

/** Many small rooms, and in each of them one message under way: people talking. */
const talk = {
  title: ({ rooms, membersEach }) => `${rooms} rooms of ${membersEach}, one message in flight in each`,
  unit: "messages/s",
  better: "more",
  play,
} satisfies Partial<Workload>;

export const rooms200: Workload = {
  ...talk,
  town: { rooms: 200, membersEach: 10 },
  contestants: ["socket-io", "natter", "socket-io-full", "ws-stored"],
  targets: [{ against: "socket-io", atLeast: 1.5 }],
};

export const rooms100: Workload = {
  ...talk,
  town: { rooms: 100, membersEach: 2 },
  contestants: ["ws-stored", "natter", "socket-io-full"],
  targets: [
    { against: "ws-stored", atLeast: 0.6 },
    { against: "socket-io-full", atLeast: 2 },
  ],
};

async function play({ place, members, town, serverPid }: Stage, timing: Timing): Promise<Figures> {
  const clients = await enterAll(place, members);
  const rooms = Array.from({ length: town.rooms }, (_, index) => {
    const first = index * town.membersEach;
    return new Room(clients.slice(first, first + town.membersEach), bodyBytes);
  });
  const { messages, seconds, usage } = await keepInFlight(rooms, 1, serverPid, timing);
  return { value: messages / seconds, items: messages, usage };
}
