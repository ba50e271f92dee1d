import type { MessageId, UserId } from "../../../server/contract/index.ts";
import type { ReactCommand } from "../../../server/domain/commands.ts";
import type { ReactFacts } from "../../../server/domain/facts.ts";
import type { Connection } from "../connection.ts";
import type { ReadAbout } from "./messages.ts";
import type { FactReaders } from "./readers.ts";

interface Found {
  reacted: number;
  emojiPresent: number;
  emojiCount: number;
}

export function createReactionFacts(db: Connection, about: ReadAbout) {
  const statement = db.$client.prepare<{ messageId: MessageId; userId: UserId; emoji: string }, Found>(`
    select
      exists (select 1 from reactions where message_id = +:messageId and emoji = +:emoji and user_id = +:userId) as reacted,
      exists (select 1 from reaction_tallies where message_id = +:messageId and emoji = +:emoji) as emojiPresent,
      (select count(*) from reaction_tallies where message_id = +:messageId) as emojiCount
  `);

  function react(command: ReactCommand): ReactFacts {
    const { actor, messageId, emoji } = command;
    const found = statement.get({ messageId, userId: actor.userId, emoji });
    return {
      ...about(command),
      reacted: found?.reacted === 1,
      emojiPresent: found?.emojiPresent === 1,
      emojiCount: found?.emojiCount ?? 0,
    };
  }

  return { "message.react": react, "message.unreact": react } satisfies Partial<FactReaders>;
}
