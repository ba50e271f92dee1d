import { setTimeout as pause } from "node:timers/promises";
import { startUsage, type Usage } from "../cpu.ts";
import type { Room } from "../generator/room.ts";
import type { Timing } from "./workload.ts";

const deadlineMs = 15_000;

export interface Measured {
  /** Messages that were done in the measured time. */
  messages: number;
  seconds: number;
  usage: Usage;
}

/** So many messages are under way in each room at any time, each by another member. What is measured comes after a warm-up. */
export async function keepInFlight(
  rooms: readonly Room[],
  inFlight: number,
  serverPid: number,
  timing: Timing,
): Promise<Measured> {
  for (const room of rooms) {
    room.onDone = () => room.send(inFlight);
    for (let sent = 0; sent < inFlight; sent += 1) room.send(inFlight);
  }
  const measured = await measure(rooms, serverPid, timing);
  for (const room of rooms) room.onDone = () => {};
  await allDone(rooms);
  return measured;
}

/** So many messages a second, all by the room's first member. */
export async function keepRate(room: Room, perSecond: number, serverPid: number, timing: Timing): Promise<Measured> {
  const everyMs = 1000 / perSecond;
  let next = performance.now();
  const timer = setInterval(
    () => {
      for (; next <= performance.now(); next += everyMs) room.send(1);
    },
    Math.min(everyMs, 5),
  );
  const measured = await measure([room], serverPid, timing);
  clearInterval(timer);
  await allDone([room]);
  return measured;
}

/** A given number of messages as fast as they are done, a few at a time. */
export async function flood(room: Room, messages: number): Promise<void> {
  const end = room.sent + messages;
  const next = () => {
    if (room.sent < end) room.send(floodInFlight);
  };
  room.onDone = next;
  for (let sent = 0; sent < floodInFlight; sent += 1) next();
  const deadline = performance.now() + deadlineMs;
  while (room.sent < end && room.failure === null && performance.now() < deadline) await pause(5);
  room.onDone = () => {};
  await allDone([room]);
}

const floodInFlight = 4;

async function measure(rooms: readonly Room[], serverPid: number, { warmMs, measureMs }: Timing): Promise<Measured> {
  await pause(warmMs);
  const usage = startUsage(serverPid);
  const [start, before] = [performance.now(), doneIn(rooms)];
  await pause(measureMs);
  return { messages: doneIn(rooms) - before, seconds: (performance.now() - start) / 1000, usage: usage() };
}

function doneIn(rooms: readonly Room[]): number {
  return rooms.reduce((sum, room) => sum + room.done, 0);
}

/** Waits for what is still under way, and throws unless every message has reached every member. */
export async function allDone(rooms: readonly Room[]): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  const under = () => rooms.some(({ sent, done, failure }) => done < sent && failure === null);
  while (under() && performance.now() < deadline) await pause(5);
  for (const room of rooms) room.verify();
}
