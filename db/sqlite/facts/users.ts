import { and, eq, sql } from "drizzle-orm";
import type {
  BlockCommand,
  CreateAccountCommand,
  RegisterCommand,
  UpdateUserCommand,
} from "../../../server/domain/commands.ts";
import type { BlockFacts, RegisterFacts, UserFacts } from "../../../server/domain/facts.ts";
import type { Connection } from "../connection.ts";
import { blocks, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import type { ReadSession } from "./sessions.ts";

const { placeholder } = sql;

export function createUserFacts(db: Connection, session: ReadSession) {
  const byUsername = db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.usernameKey, placeholder("key")))
    .prepare();
  const byEmail = db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.emailKey, placeholder("key")))
    .prepare();
  const profile = db
    .select({ displayName: users.displayName, statusText: users.statusText, avatarUrl: users.avatarUrl })
    .from(users)
    .where(eq(users.id, placeholder("id")))
    .prepare();
  const block = db
    .select({ blockerId: blocks.blockerId })
    .from(blocks)
    .where(and(eq(blocks.blockerId, placeholder("blockerId")), eq(blocks.blockedId, placeholder("blockedId"))))
    .prepare();

  function register({ username, email }: RegisterCommand | CreateAccountCommand): RegisterFacts {
    return {
      usernameTaken: byUsername.get({ key: username.toLowerCase() }) !== undefined,
      emailTaken: email !== null && byEmail.get({ key: email.toLowerCase() }) !== undefined,
    };
  }

  function update(command: UpdateUserCommand): UserFacts {
    const user = profile.get({ id: command.actor.userId });
    return { ...session(command), user: user ?? { displayName: "", statusText: null, avatarUrl: null } };
  }

  function blocking(command: BlockCommand): BlockFacts {
    const { actor, userId } = command;
    return {
      ...session(command),
      targetExists: profile.get({ id: userId }) !== undefined,
      blocked: block.get({ blockerId: actor.userId, blockedId: userId }) !== undefined,
    };
  }

  return {
    "account.register": register,
    "account.create": register,
    "user.update": update,
    "user.block": blocking,
    "user.unblock": blocking,
  } satisfies Partial<FactReaders>;
}
