/**
 * Where a bot keeps the id of the last event that it has dealt with, so that it goes on there when it starts again. It
 * is asked once at the start, and one `save` ends before the next begins. One that fails stops the bot.
 */
export interface BotStore {
  /** Null: it has never run. */
  load(): Promise<string | null>;
  /** Resolves when the id would survive the end of the program. */
  save(lastEventId: string): Promise<void>;
}

/** For bots that care for nothing that happened while they did not run. */
export function forgetfulStore(): BotStore {
  return { load: async () => null, save: async () => {} };
}
