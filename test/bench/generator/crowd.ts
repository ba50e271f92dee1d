import { Client, type Place } from "./client.ts";
import type { Member } from "./protocol.ts";

/** So many connections are on their way in at once. */
const atOnce = 64;

/** Connects everybody, and resolves when all of them hear everything. */
export async function enterAll(place: Place, members: readonly Member[]): Promise<Client[]> {
  const clients: Client[] = [];
  const waiting = members.entries();
  const usher = async () => {
    for (const [index, member] of waiting) clients[index] = await new Client(place, member).entered;
  };
  await Promise.all(Array.from({ length: atOnce }, usher));
  return clients;
}
