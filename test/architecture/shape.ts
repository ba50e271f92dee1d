import type { Import, SourceTree } from "./source-tree.ts";

/** One way round for each group of files that import each other, types included: `a.ts -> b.ts -> a.ts`. */
export function circles(tree: SourceTree): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: string[]): void => {
    const seenAt = way.indexOf(path);
    if (seenAt >= 0) found.push([...way.slice(seenAt), path].join(" -> "));
    if (seenAt >= 0 || done.has(path)) return;
    for (const { target, inTree } of tree.get(path)?.imports ?? []) if (inTree) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of tree.keys()) visit(path, []);
  return found;
}

const longest = 300;
const excuse = /^\/\/ long: \S/m;

/** Files of more than 300 lines that do not say why: a line `// long: the reason` among their first ten. */
export function longFiles(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, { source }]) => {
    const lines = source.trimEnd().split("\n");
    const excused = excuse.test(lines.slice(0, 10).join("\n"));
    return lines.length <= longest || excused ? [] : [`${path} has ${lines.length} lines`];
  });
}

/** All files that some files reach through imports of the wanted sort, they themselves included. */
export function reachable(tree: SourceTree, from: readonly string[], wanted: (found: Import) => boolean): Set<string> {
  const reached = new Set(from);
  for (const path of reached) {
    for (const found of tree.get(path)?.imports ?? []) if (found.inTree && wanted(found)) reached.add(found.target);
  }
  return reached;
}
