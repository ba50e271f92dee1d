import { eq, sql } from "drizzle-orm";
import { foldName, sortKeyOf } from "../../fold.ts";
import type { Connection } from "../connection.ts";
import { rooms } from "../schema.ts";
import { mustChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;

export function createRoomChanges(db: Connection) {
  const insert = db
    .insert(rooms)
    .values({
      id: placeholder("id"),
      type: placeholder("type"),
      name: placeholder("name"),
      topic: placeholder("topic"),
      searchKey: placeholder("searchKey"),
      sortKey: placeholder("sortKey"),
      creatorId: placeholder("creatorId"),
      clientId: placeholder("clientId"),
      contentHash: placeholder("contentHash"),
      directKey: placeholder("directKey"),
      createdAt: placeholder("at"),
    })
    .prepare();
  const names = db
    .select({ name: rooms.name, topic: rooms.topic })
    .from(rooms)
    .where(eq(rooms.id, placeholder("id")))
    .prepare();
  const archive = db
    .update(rooms)
    .set({ archivedAt: sql`${placeholder("at")}` })
    .where(eq(rooms.id, placeholder("id")))
    .prepare();

  return {
    "room.insert": (change) => void insert.run({ ...change, ...roomKeys(change.name, change.topic) }),
    "room.update": ({ op, id, ...fields }) => {
      const { name, topic } = { name: null, topic: null, ...names.get({ id }), ...fields };
      const changed = { name, topic, ...roomKeys(name, topic) };
      mustChange(db.update(rooms).set(changed).where(eq(rooms.id, id)).run(), op);
    },
    "room.archive": ({ op, id, at }) => mustChange(archive.run({ id, at: at.getTime() }), op),
  } satisfies Partial<Appliers>;
}

function roomKeys(name: string | null, topic: string | null) {
  const searchKey = foldName([name, topic].filter((text) => text !== null).join("\n"));
  return { searchKey, sortKey: sortKeyOf(foldName(name ?? "")) };
}
