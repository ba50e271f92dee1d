import { Client, type ClientParts } from "./client.ts";
import type { Member, Protocol } from "./protocol.ts";

/** So many connections are on their way in at once. */
const atOnce = 64;
const perAddress = 5000;

export interface Place {
  port: number;
  protocol: Protocol;
}

/** Connects everybody, and resolves when all of them hear everything. */
export async function enterAll(place: Place, members: readonly Member[]): Promise<Client[]> {
  const clients: Client[] = [];
  const waiting = members.entries();
  const usher = async () => {
    for (const [index, member] of waiting) clients[index] = await new Client(partsFor(place, member, index)).entered;
  };
  await Promise.all(Array.from({ length: atOnce }, usher));
  return clients;
}

/** The `index`th connection of a round: some come from 127.0.0.2, 127.0.0.3, ..., because one address has too few ports. */
export function partsFor(place: Place, member: Member, index: number): ClientParts {
  return { ...place, member, localAddress: `127.0.0.${2 + (Math.floor(index / perAddress) % 200)}` };
}
