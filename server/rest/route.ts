import type { inferRouterOutputs } from "@trpc/server";
import type { z } from "zod";
import type { AppRouter } from "../router.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A procedure under a method and a path. */
export interface Route {
  readonly method: Method;
  /** Below `/api/v1`. What is in braces is an input of the procedure. */
  readonly path: string;
  /** `message.send` */
  readonly procedure: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What else one must know. */
  readonly description?: string;
  /** What comes back, or each item of a stream; null: nothing. */
  readonly answer: z.ZodType | null;
  /** Needs no token. */
  readonly isPublic?: true;
  /** Something new is made: 201 instead of 200. */
  readonly creates?: true;
  /** Inputs that make no sense over REST. */
  readonly without?: readonly string[];
  /** `Idempotency-Key` stands for the `clientId`: where neither is given, `make` one for it or do without. */
  readonly idempotency?: "make" | "optional";
  /** The event of a stream whose items do not have a `kind`. */
  readonly eventName?: string;
  /** Inputs as they may look: for examples in the documentation. */
  readonly example?: Readonly<Record<string, unknown>>;
}

type Outputs = inferRouterOutputs<AppRouter>;

/** The path of every procedure there is. */
export type ProcedurePath = {
  [Noun in keyof Outputs]: `${Noun}.${keyof Outputs[Noun] & string}`;
}[keyof Outputs];

/** What a procedure gives: of a stream, each item. */
export type OutputOf<Path extends ProcedurePath> = Path extends `${infer Noun}.${infer Verb}`
  ? Noun extends keyof Outputs
    ? Verb extends keyof Outputs[Noun]
      ? ItemOf<Outputs[Noun][Verb]>
      : never
    : never
  : never;

type ItemOf<T> =
  T extends AsyncIterable<infer Item> ? (Item extends { id: string; data: infer Data } ? Data : Item) : T;

/** A value as it is in JSON: dates are text. What has any keys at all (a message's `data`) is JSON already. */
export type Wire<T> = T extends Date
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : string extends keyof T
      ? T
      : { [Key in keyof T]: Wire<T[Key]> };

type Answer<Path extends ProcedurePath> = OutputOf<Path> extends void ? null : z.ZodType<Wire<OutputOf<Path>>>;

/** A route to a procedure. The compiler holds the schema of the answer to what the procedure gives. */
export function route<Path extends ProcedurePath>(
  procedure: Path,
  definition: Omit<Route, "procedure" | "answer"> & { answer: Answer<Path> },
): Route {
  return { procedure, ...definition };
}
