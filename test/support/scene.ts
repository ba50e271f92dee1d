import { afterAll, inject } from "vitest";
import type { Room } from "../../server/contract/index.ts";
import { signUp, type Person } from "./people.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "./under-test.ts";

/** A server with people on it, for all tests of a file. */
export type Scene<Name extends string> = Record<Name, Person> & { server: ServerUnderTest };

/**
 * Sets it up, and takes it down after the file's last test: `const { server, ada } = await scene("ada")`. The server has
 * had other people on it, and no other file uses it at the same time.
 */
export async function scene<Name extends string>(...names: Name[]): Promise<Scene<Name>> {
  const server = sharedServer() ?? (await serverUnderTest());
  const people = await Promise.all(names.map((name) => signUp(server.url, uniqueName(name))));
  afterAll(async () => {
    for (const person of people) await person[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  const named = Object.fromEntries(names.map((name, index) => [name, people[index]])) as Record<Name, Person>;
  return { ...named, server };
}

function sharedServer(): ServerUnderTest | null {
  const servers = inject("servers") ?? [];
  const url = servers[(Number(process.env["VITEST_POOL_ID"]) - 1) % servers.length];
  return url === undefined ? null : { url, own: null, [Symbol.asyncDispose]: async () => {} };
}

/** Somebody new to the server. */
export function newcomer(server: Pick<ServerUnderTest, "url">, name: string): Promise<Person> {
  return signUp(server.url, uniqueName(name));
}

/** A room of the owner's with these members. */
export function roomOf(owner: Person, ...members: Person[]): Promise<Room> {
  return owner.api.room.create.mutate({ type: "private", name: "Engines", memberIds: members.map(({ me }) => me.id) });
}
