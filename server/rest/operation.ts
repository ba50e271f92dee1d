import type { AnyTRPCRouter } from "@trpc/server";
import { z } from "zod";
import type { Route } from "./route.ts";

/** JSON Schema, as far as anyone here looks into it. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  enum?: string[];
  const?: string;
  description?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  [keyword: string]: unknown;
}

/** An input of a procedure. */
export interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Where each input of a call stands. */
export interface Places {
  readonly path: readonly Field[];
  readonly query: readonly Field[];
  readonly body: readonly Field[];
}

/** A route together with the procedure that it leads to. */
export class Operation {
  readonly route: Route;
  readonly kind: "query" | "mutation" | "subscription";
  readonly #inputs: readonly z.ZodType[];
  #places: Places | null = null;

  /** Throws where there is no such procedure. */
  constructor(router: AnyTRPCRouter, route: Route) {
    const procedures = router._def.procedures as Readonly<Record<string, Procedure | undefined>>;
    const definition = procedures[route.procedure]?._def;
    if (definition === undefined) throw new Error(`${route.method} ${route.path}: no procedure ${route.procedure}`);
    this.route = route;
    this.kind = definition.type;
    this.#inputs = definition.inputs;
  }

  /** The procedure's own schemas say what goes in. Looked up when it is first asked for. */
  get places(): Places {
    return (this.#places ??= this.#findPlaces());
  }

  /** What stands in braces in the path. */
  get pathNames(): string[] {
    return [...this.route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  }

  #findPlaces(): Places {
    const { method, without = [], idempotency } = this.route;
    const inPath = new Set(this.pathNames);
    const fields = this.#inputs
      .flatMap(fieldsOf)
      .filter(({ name }) => !without.includes(name))
      .map((field) => (idempotency !== undefined && field.name === "clientId" ? { ...field, required: false } : field));
    const others = fields.filter(({ name }) => !inPath.has(name));
    const inQuery = method === "GET" || method === "DELETE";
    return {
      path: fields.filter(({ name }) => inPath.has(name)),
      query: inQuery ? others : [],
      body: inQuery ? [] : others,
    };
  }
}

interface Procedure {
  _def: { type: Operation["kind"]; inputs: z.ZodType[] };
}

/** The fields of an object, as they go in. A check in code says nothing here; what it means is in the field's meta. */
function fieldsOf(input: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => tidy(jsonSchema),
  }) as JsonSchema;
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }));
}

/** Leaves out what a reader knows anyway, and what would keep answers from growing. */
export function tidy(schema: z.core.JSONSchema.BaseSchema): void {
  // A client must not refuse what it does not know.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  // What a date looks like is said by its format, and the keys of an object are text.
  if (schema.format === "date-time") delete schema.pattern;
  if (schema.propertyNames !== undefined) delete schema.propertyNames;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
