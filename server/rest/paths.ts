import type { Operation } from "./operation.ts";
import type { Method } from "./route.ts";

/** What stands at a path. */
export interface Place {
  readonly operations: ReadonlyMap<Method, Operation>;
  /** The parts of the path that the routes leave open, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

interface Node {
  readonly fixed: Map<string, Node>;
  open: Node | null;
  readonly operations: Map<Method, Operation>;
}

/** Finds the operations of a path. A part that a route spells out goes before one that it leaves open. */
export class Paths {
  readonly #root = newNode();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      let node = this.#root;
      for (const part of partsOf(operation.route.path))
        node = part.startsWith("{") ? openOf(node) : fixedOf(node, part);
      node.operations.set(operation.route.method, operation);
    }
  }

  /** Null where there is nothing, and where the path is not well-formed. */
  find(path: string): Place | null {
    const values: string[] = [];
    let node = this.#root;
    for (const part of partsOf(path)) {
      const fixed = node.fixed.get(part);
      const next = fixed ?? node.open;
      const value = fixed === undefined ? decode(part) : "";
      if (next === null || value === null) return null;
      if (fixed === undefined) values.push(value);
      node = next;
    }
    const [operation] = node.operations.values();
    if (operation === undefined) return null;
    const params = Object.fromEntries(operation.pathNames.map((name, index) => [name, values[index] ?? ""]));
    return { operations: node.operations, params };
  }
}

function newNode(): Node {
  return { fixed: new Map(), open: null, operations: new Map() };
}

function openOf(node: Node): Node {
  return (node.open ??= newNode());
}

function fixedOf(node: Node, part: string): Node {
  const next = node.fixed.get(part) ?? newNode();
  node.fixed.set(part, next);
  return next;
}

function partsOf(path: string): string[] {
  return path.slice(1).split("/");
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
