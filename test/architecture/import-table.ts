import type { Import, SourceTree } from "./source-tree.ts";

/** A row of "Who may import whom". */
export interface Part {
  name: string;
  /** Files, and folders (with a `/` at the end). */
  files: string[];
  mayImport: string[];
  typesOnly: string[];
  packages: string[];
}

const heading = "## Who may import whom";
const columns = ["part", "files", "may import", "types only", "packages"];

/** The rows of the table below its heading in ARCHITECTURE.md. */
export function readTable(markdown: string): Part[] {
  const section = markdown.split(`${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const [header = [], , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cellsOf);
  if (header.join() !== columns.join()) {
    throw new Error(`ARCHITECTURE.md needs "${heading}" with a table of ${columns.join(", ")}`);
  }

  const parts = rows.map(readRow);
  const known = new Set([all, ...parts.map(({ name }) => name)]);
  for (const { name, mayImport, typesOnly } of parts) {
    const unknown = [...mayImport, ...typesOnly].find((other) => !known.has(other));
    if (unknown !== undefined) throw new Error(`ARCHITECTURE.md: ${name} may import ${unknown}, which has no row`);
  }
  return parts;
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function readRow([name = "", ...cells]: string[]): Part {
  const [files = [], mayImport = [], typesOnly = [], packages = []] = cells.map(list);
  return { name, files, mayImport, typesOnly, packages };
}

/** `a`, `b` -> a, b; a dash is nothing. */
function list(cell: string): string[] {
  return cell
    .split(",")
    .map((item) => item.replaceAll("`", "").trim())
    .filter((item) => item !== "" && item !== "–");
}

/** In a cell: whatever there is. */
const all = "all";

/** Each import that the table does not allow, as a sentence. */
export function forbiddenImports(tree: SourceTree, table: Part[]): string[] {
  return [...tree].flatMap(([path, { imports }]) => {
    const part = partOf(path, table);
    if (part === undefined) return [`${path} belongs to no row of the table`];
    return imports
      .filter((found) => !isAllowed(part, found, table))
      .map((found) => objection(path, part, found, table));
  });
}

/** The row that names the file most exactly. */
function partOf(path: string, table: Part[]): Part | undefined {
  const claims = table.flatMap((part) =>
    part.files
      .filter((file) => (file.endsWith("/") ? path.startsWith(file) : path === file))
      .map((file) => ({ part, file })),
  );
  return claims.sort((a, b) => b.file.length - a.file.length)[0]?.part;
}

function isAllowed(part: Part, { target, inTree, typeOnly }: Import, table: Part[]): boolean {
  if (!inTree) return allows(part.packages, target) || (target.startsWith("node:") && allows(part.packages, "node:*"));
  const other = partOf(target, table);
  if (other === undefined || other === part) return other === part;
  return allows(part.mayImport, other.name) || (typeOnly && allows(part.typesOnly, other.name));
}

function allows(cell: string[], what: string): boolean {
  return cell.includes(what) || cell.includes(all);
}

function objection(path: string, part: Part, { target, inTree, typeOnly }: Import, table: Part[]): string {
  if (!inTree) return `${path} imports ${target}: not among the packages of ${part.name}`;
  const other = partOf(target, table);
  if (other === undefined) return `${path} imports ${target}, which belongs to no row of the table`;
  const what = typeOnly ? "types of" : "from";
  return `${path} imports ${target}: ${part.name} may not import ${what} ${other.name}`;
}
