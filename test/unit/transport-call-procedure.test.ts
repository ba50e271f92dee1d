import { callTRPCProcedure, initTRPC, TRPCError, type TRPCProcedureType } from "@trpc/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { callProcedure } from "../../server/transport/call-procedure.ts";

interface Context {
  name: string;
}

const t = initTRPC.context<Context>().meta<{ weight: number }>().create();
const greeted = t.procedure.use(({ ctx, next }) => next({ ctx: { greeting: `hello ${ctx.name}` } }));
const counted = greeted.use(async ({ next, meta, type, path }) => {
  const result = await next();
  if (!result.ok) throw new TRPCError({ code: "CONFLICT", message: `${path} failed: ${result.error.code}` });
  return { ...result, data: [result.data, meta?.weight, type] };
});

const router = t.router({
  plain: t.procedure.query(() => "plain"),
  said: greeted
    .input(z.object({ what: z.string().default("nothing") }))
    .input(z.object({ loud: z.boolean().optional() }))
    .query(({ ctx, input }) => ({ ...ctx, ...input })),
  counted: counted.meta({ weight: 3 }).mutation(({ ctx }) => ctx.greeting),
  failing: t.procedure.mutation(() => {
    throw new RangeError("too far");
  }),
  failingInside: counted.mutation(() => Promise.reject(new TRPCError({ code: "FORBIDDEN" }))),
  later: t.procedure.query(({ signal, batchIndex }) => [signal?.aborted, batchIndex]),
  deep: t.router({ er: t.procedure.query(() => "deeper") }),
});

type Case = [path: string, type: TRPCProcedureType, input?: unknown];

test.each<Case>([
  ["plain", "query"],
  ["said", "query", { what: "a word", loud: true }],
  ["said", "query", {}],
  ["said", "query", { what: 1 }],
  ["said", "query", "text"],
  ["counted", "mutation"],
  ["failing", "mutation"],
  ["failingInside", "mutation"],
  ["later", "query"],
  ["deep.er", "query"],
  ["deep", "query"],
  ["plain", "mutation"],
  ["nowhere", "query"],
  ["toString", "query"],
  ["__proto__", "query"],
])("%s as a %s of %j is answered as tRPC answers it", async (path, type, input) => {
  const call = () => ({
    router,
    path,
    type,
    ctx: { name: "ada" },
    signal: AbortSignal.abort(),
    batchIndex: 2,
    getRawInput: () => Promise.resolve(input),
  });
  const [ours, theirs] = await Promise.all([outcome(callProcedure(call())), outcome(callTRPCProcedure(call()))]);
  expect(ours).toEqual(theirs);
});

/** What it came to; of an error all that clients and the log may be told. */
async function outcome(answer: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await answer };
  } catch (error) {
    if (!(error instanceof TRPCError)) return { thrown: error };
    return { code: error.code, message: error.message, cause: error.cause?.constructor.name };
  }
}
