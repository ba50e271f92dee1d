import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportTo, type ExportOptions } from "../../server/admin/portable/export.ts";
import {
  importFrom,
  type Comparison,
  type ImportOptions,
  type ImportResult,
} from "../../server/admin/portable/import.ts";
import { readConfig } from "../../server/config.ts";

/** A line of an exported file. */
export type Json = Record<string, unknown> & { type: string };

/** Folders and files for the tests of exporting and importing. */
export class Desk implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), "natter-portable-"));
  #number = 0;

  /** A path that nothing is at. */
  path(name = "file"): string {
    this.#number += 1;
    return path.join(this.folder, `${name}-${this.#number}`);
  }

  /** A file that holds the records between a header and an end that fit them. */
  file(records: readonly Json[], more: { header?: object; end?: object } = {}): string {
    return this.lines([
      { type: "header", format: "natter-export", formatVersion: 1, exportedAt: "2026-01-05T09:00:00Z", ...more.header },
      ...records,
      { type: "end", counts: countsOf(records), ...more.end },
    ]);
  }

  /** A file of these lines. */
  lines(lines: readonly unknown[]): string {
    return this.text(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  text(text: string | Buffer): string {
    const file = this.path();
    writeFileSync(file, text);
    return file;
  }

  /** What an export of the data folder has, line by line. */
  async export(data: string, options: Partial<ExportOptions> = {}): Promise<Json[]> {
    const file = await this.exportFile(data, options);
    return linesOf(file);
  }

  async exportFile(data: string, options: Partial<ExportOptions> = {}): Promise<string> {
    const given = { path: this.path("export"), withCredentials: false, force: false, ...options };
    await exportTo(configOf(data), given, { version: "1.2.3", now: new Date("2026-02-01T00:00:00Z") });
    return given.path;
  }

  import(
    data: string,
    file: string,
    { onCompared, ...options }: Partial<ImportOptions> & { onCompared?: (comparison: Comparison) => void } = {},
  ): Promise<ImportResult> {
    return importFrom(configOf(data), { path: file, dryRun: false, mapUsersByName: false, ...options }, onCompared);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function linesOf(file: string): Json[] {
  const text = readFileSync(file, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
}

export function ofType(lines: readonly Json[], type: string): Json[] {
  return lines.filter((line) => line.type === type);
}

/**
 * What an export says apart from when and of which log it was made, and from the numbers that an import gives anew. A
 * read mark is told by its message.
 */
export function contentOf(lines: readonly Json[]): Json[] {
  return lines
    .filter(({ type }) => type !== "header" && type !== "end")
    .map((line) => {
      const { seq: _, updatedSeq: __, startSeq: ___, readSeq: ____, ...rest } = line;
      return rest;
    });
}

function countsOf(records: readonly Json[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of records) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function configOf(data: string) {
  return readConfig({ flags: { data }, env: {}, envFile: {} }).config;
}
