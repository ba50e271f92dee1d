import type { CommandKind, CommandOf } from "../../../server/domain/commands.ts";
import type { FactsOf } from "../../../server/domain/facts.ts";

/** For each kind of command, what reads its facts. */
export type FactReaders = { [K in CommandKind]: (command: CommandOf<K>) => FactsOf<K> };
