import type { Connection } from "../connection.ts";
import { createAccountFacts } from "./accounts.ts";
import { createBotFacts } from "./bots.ts";
import { createMemberFacts } from "./members.ts";
import { createMessageFacts } from "./messages.ts";
import { createReactionFacts } from "./reactions.ts";
import type { FactReaders } from "./readers.ts";
import { createInRoomFacts, createRoomFacts } from "./rooms.ts";
import { createSessionFact, createSessionFacts } from "./sessions.ts";
import { createUserFacts } from "./users.ts";

/** What the database says about a command. Call it in the transaction that carries the command out. */
export function createFacts(db: Connection): FactReaders {
  const session = createSessionFact(db);
  const inRoom = createInRoomFacts(db, session);
  const messages = createMessageFacts(db, inRoom);
  return {
    ...createSessionFacts(db, session),
    ...createUserFacts(db, session),
    ...createAccountFacts(db),
    ...createBotFacts(db, session),
    ...createRoomFacts(db, session, inRoom),
    ...createMemberFacts(db, inRoom),
    ...messages.readers,
    ...createReactionFacts(db, messages.about),
  };
}
