import type { z } from "zod";
import type { PortableRecord } from "../../../db/portable.ts";
import {
  endShape,
  formatName,
  formatVersion,
  headerShape,
  recordShapes,
  type End,
  type Header,
  type RecordShapes,
} from "./format.ts";
import { readLines, type Line } from "./lines.ts";

/** What one line turned out to be. */
export type Item =
  | { kind: "header"; line: Line; header: Header }
  | { kind: "record"; line: Line; record: PortableRecord }
  | { kind: "end"; line: Line; end: End }
  | { kind: "wrong"; line: Line; problem: string };

/**
 * Reads a file record by record. Nothing comes after the end, or after what shows that this is another kind of file.
 * What records say of each other is not looked at.
 */
export function* readRecords(descriptor: number): Generator<Item> {
  let shapes: RecordShapes | null = null;
  for (const line of readLines(descriptor)) {
    const item: Item = shapes === null ? readHeader(line) : readItem(line, shapes);
    yield item;
    if (item.kind === "header") shapes = recordShapes(item.header.exportedAt);
    if (shapes === null || line.text === null) return;
  }
}

function readHeader(line: Line): Item {
  const value = parseObject(line);
  if (value?.["type"] !== "header" || value["format"] !== formatName) {
    return wrong(line, "not the header of a Natter export, so this is another kind of file, or a part of one");
  }
  const version = value["formatVersion"];
  if (typeof version === "number" && version > formatVersion) {
    return wrong(line, `written by a newer version of Natter (format ${version}): import it with that one`);
  }
  const parsed = headerShape.safeParse(value);
  return parsed.success ? { kind: "header", line, header: parsed.data } : wrong(line, inWords(parsed.error));
}

function readItem(line: Line, shapes: RecordShapes): Item {
  const value = parseObject(line);
  if (value === null) return wrong(line, line.text === null ? "not UTF-8 text, or too long" : "not a JSON object");
  const { type } = value;
  if (type === "end") {
    const parsed = endShape.safeParse(value);
    return parsed.success ? { kind: "end", line, end: parsed.data } : wrong(line, inWords(parsed.error));
  }
  if (!isRecordType(type, shapes)) return wrong(line, "type: not one of the types of records");
  const parsed: z.ZodSafeParseResult<PortableRecord> = shapes[type].safeParse(value);
  return parsed.success ? { kind: "record", line, record: parsed.data } : wrong(line, inWords(parsed.error));
}

function isRecordType(type: unknown, shapes: RecordShapes): type is keyof RecordShapes {
  return typeof type === "string" && Object.hasOwn(shapes, type);
}

function parseObject({ text }: Line): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function wrong(line: Line, problem: string): Item {
  return { kind: "wrong", line, problem };
}

/** Of the first thing that is wrong: the field, and what is wrong with it. */
function inWords({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first === undefined) return "not as it should be";
  const field = first.path.map(String).join(".");
  return (field === "" ? first.message : `${field}: ${first.message}`).slice(0, 200);
}
