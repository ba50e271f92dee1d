import { setImmediate as nextTurn } from "node:timers/promises";
import { SeenMessages } from "../../../db/sqlite/portable/seen-messages.ts";
import { noCounts, type PortableRecord } from "../../../db/portable.ts";
import { ExpectedFailure, exitCodes } from "../../expected-failure.ts";
import type { Progress } from "../progress.ts";
import { Consistency, miscounted } from "./consistency.ts";
import type { Header } from "./format.ts";
import { readRecords, type Item } from "./records.ts";

/** So many problems are told of; there may be more. */
const mostProblems = 20;
const linesPerTurn = 1000;

export interface OpenFile {
  descriptor: number;
  /** In bytes. */
  size: number;
}

/**
 * Looks at every line of a file. `onRecord` is told of each record as long as nothing is wrong. Rejects with an
 * `ExpectedFailure` that names the lines in which something is.
 */
export async function checkFile(
  file: OpenFile,
  progress: Progress,
  onRecord: (record: PortableRecord, line: number) => void,
): Promise<void> {
  using seen = new SeenMessages();
  const check = new FileCheck(new Consistency(seen));
  for (const item of readRecords(file.descriptor)) {
    check.look(item);
    if (item.kind === "record" && check.problems.length === 0) onRecord(item.record, item.line.number);
    if (check.problems.length >= mostProblems) break;
    if (item.line.number % linesPerTurn > 0) continue;
    progress.update(megabytes(item.line.through), megabytes(file.size));
    await nextTurn();
  }
  check.finish();
  if (check.problems.length > 0) throw broken(check.problems);
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}

class FileCheck {
  readonly problems: string[] = [];
  readonly #consistency: Consistency;
  readonly #counts = noCounts();
  #header: Header | null = null;
  #last: Item | null = null;

  constructor(consistency: Consistency) {
    this.#consistency = consistency;
  }

  look(item: Item): void {
    const { number } = item.line;
    if (this.#last?.kind === "end") this.#problem(number, "the file goes on after its end");
    this.#last = item;
    switch (item.kind) {
      case "header":
        this.#header = item.header;
        if (item.header.scope.kind === "user") {
          this.#problem(number, "what is stored about one person: it is for reading, and cannot be imported");
        }
        return;
      case "record": {
        this.#counts[item.record.type] += 1;
        const problem = this.#consistency.check(item.record, number);
        if (problem !== null) this.#problem(number, problem);
        return;
      }
      case "end":
        return this.#end(item);
      case "wrong":
        // A line that breaks off is told of as the file's missing end.
        if (item.line.isWhole || this.#header === null) this.#problem(number, item.problem);
    }
  }

  /** Nothing comes any more. */
  finish(): void {
    if (this.problems.length > 0) return;
    if (this.#last?.kind !== "end") {
      this.problems.push("The file breaks off before its end record: it is not complete. Copy or export it again.");
      return;
    }
    for (const { line, problem } of this.#consistency.missing()) this.#problem(line, problem);
  }

  /** Where lines are wrong, so are the counts. */
  #end({ line, end }: Extract<Item, { kind: "end" }>): void {
    if (this.problems.length > 0) return;
    const problem = miscounted(this.#counts, end.counts);
    if (problem !== null) this.#problem(line.number, problem);
    else if (end.checksum !== undefined && end.checksum !== `sha256:${line.digestBefore()}`) {
      this.#problem(line.number, "checksum: not that of the lines before, so one has been changed. Copy it again.");
    }
  }

  #problem(line: number, problem: string): void {
    if (this.problems.length < mostProblems) this.problems.push(`line ${line}: ${problem}`);
  }
}

function broken(problems: readonly string[]): ExpectedFailure {
  const more = problems.length === mostProblems ? ["There may be more: these are the first."] : [];
  return new ExpectedFailure([...problems, ...more, "Nothing has been imported."].join("\n"), exitCodes.usage);
}
