import { pino } from "pino";
import { openSqliteStore } from "../../../db/sqlite/store.ts";
import type { Store } from "../../../db/store.ts";
import type { UserId } from "../../../server/contract/index.ts";
import { createDelivery } from "../../../server/delivery/delivery.ts";
import { decide } from "../../../server/domain/decide.ts";
import { appRouter } from "../../../server/router.ts";
import { Measurements } from "../../../server/measurements/measurements.ts";
import type { Services } from "../../../server/services.ts";
import { Line } from "../../../server/transport/line.ts";
import { Context } from "../../../server/trpc.ts";
import { farAway } from "../delivery.ts";
import type { Chance } from "./chance.ts";
import { nextTurn, sessionOf } from "./wire.ts";

/** A server without its sockets: the real procedures, rules, log and streams over a database in memory. */
export interface World extends AsyncDisposable {
  readonly services: Services;
  /** How often sends are refused for coming too fast, in [0, 1]. */
  haste: number;
  /** Makes an account whose id is its name. */
  signUp(name: UserId): Promise<void>;
  /** The API as this person may use it, without any client. */
  as(userId: UserId): Caller;
}

export type Caller = ReturnType<typeof appRouter.createCaller>;

export async function startWorld(chance: Chance): Promise<World> {
  const real = await openSqliteStore({ file: ":memory:", decide });
  const delays = Array.from({ length: 16 }, () => chance.int(3));
  const store = slowToAnswer(farAway(real, delays), chance);
  const clock = { now: () => new Date() };
  const measurements = new Measurements();
  const delivery = await createDelivery({ store, clock, measured: measurements.streams, onSessionEnded: () => {} });
  let ids = 0;
  const world: World = {
    services: {
      ...{ clock, store, measurements, ...delivery },
      audit: { witness: () => undefined, refused: () => {} },
      newId: () => `id-${String((ids += 1)).padStart(6, "0")}`,
      log: pino({ level: "silent" }),
      passwords: absent,
      tokens: absent,
      rateLimits: { take: (what) => (what === "send" && chance.is(world.haste) ? 1 + chance.int(5) : 0) },
      settings: { version: "0", registration: "open" },
    },
    haste: 0,
    signUp: (name) => signUp(delivery.writer, name),
    as: (userId) =>
      appRouter.createCaller(
        new Context({
          services: world.services,
          caller: { userId, sessionId: sessionOf(userId) },
          ...{ address: "", device: null, refreshCookie: null },
          place: new Line().take(),
        }),
      ),
    [Symbol.asyncDispose]: async () => {
      await delivery.writer.flush();
      delivery.presence.close();
      await real.close();
    },
  };
  return world;
}

/** What clients ask for takes some turns to answer, so that anything can come in between. */
function slowToAnswer(store: Store, chance: Chance): Store {
  const slow =
    <Request extends unknown[], T>(read: (...request: Request) => Promise<T>) =>
    async (...request: Request): Promise<T> => {
      const found = await read(...request);
      for (let turns = chance.is(0.3) ? chance.int(30) : 0; turns > 0; turns--) await nextTurn();
      return found;
    };
  return {
    ...store,
    users: { ...store.users, me: slow(store.users.me), blocked: slow(store.users.blocked) },
    rooms: { ...store.rooms, list: slow(store.rooms.list), open: slow(store.rooms.open) },
    messages: { ...store.messages, list: slow(store.messages.list) },
  };
}

/** Nobody signs in here. */
const absent = new Proxy({} as never, {
  get: () => {
    throw new Error("not in this world");
  },
});

async function signUp(writer: Services["writer"], name: UserId): Promise<void> {
  const at = new Date();
  const later = new Date(at.getTime() + 1e9);
  await writer.write({
    kind: "account.register",
    ...{ at, userId: name, username: name, displayName: name, email: null, passwordHash: "hash" },
    session: { id: sessionOf(name), device: null, refreshHash: name, endsAt: later, refreshExpiresAt: later },
  });
}
