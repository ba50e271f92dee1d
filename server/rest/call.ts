import type { ServerResponse } from "node:http";
import { finished } from "node:stream";
import { LiveStream } from "../live-stream.ts";
import { Context } from "../trpc.ts";
import { callProcedure } from "../transport/call-procedure.ts";
import type { Exchange } from "../transport/exchange.ts";
import { openCall } from "../transport/http-call.ts";
import { EventStream } from "./event-stream.ts";
import { NotJson, readInput } from "./input.ts";
import { toJson } from "./json.ts";
import type { Operation } from "./operation.ts";
import { answerProblem, problemOf } from "./problem.ts";

/** Proxies let go of what is silent for a minute. */
const keepAliveMs = 15_000;

/** Carries out a call and answers it, whatever becomes of it. */
export async function carryOut(
  exchange: Exchange,
  operation: Operation,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const { env, request, response, asked } = exchange;
  const { procedure, method } = operation.route;
  response.setHeader("cache-control", "no-store");
  asked.calls = [procedure];
  const gone = new AbortController();
  finished(response, () => gone.abort());
  try {
    const context = new Context(await openCall(exchange, operation.kind, procedure));
    const { query } = exchange.target;
    const sent = { params, query, request, most: env.caps.messageBytes, newId: env.services.newId };
    const input = await readInput(operation, sent);
    const result: unknown = await callProcedure({
      router: env.router,
      path: procedure,
      type: operation.kind,
      ctx: context,
      signal: gone.signal,
      batchIndex: 0,
      getRawInput: () => Promise.resolve(input),
    });
    if (result instanceof LiveStream) await stream(exchange, operation, result, gone.signal);
    else answer(exchange, operation, result);
  } catch (error) {
    // Whoever has hung up is told nothing, and whatever was cut off by that is no fault.
    if (gone.signal.aborted) return;
    const durationMs = performance.now() - asked.started;
    const record = { path: procedure, type: method, userId: asked.caller?.userId ?? null, durationMs };
    env.failedCalls.add(() => env.log, record, error);
    refuse(response, error);
  }
}

function answer({ env, response }: Exchange, { route }: Operation, result: unknown): void {
  if (env.draining) response.setHeader("connection", "close");
  if (result === undefined) {
    response.writeHead(204).end();
    return;
  }
  const body = `${toJson(result)}\n`;
  response.writeHead(route.creates === true ? 201 : 200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

/** Ends when the reader goes, when the session ends, or when there is no more to come. */
async function stream(
  { env, response }: Exchange,
  { route }: Operation,
  items: LiveStream<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const events = new EventStream(response, env.log, env.caps.outgoingBytes, route.eventName);
  const beat = () => {
    events.keepAlive();
    stopBeating = env.wheel.after(keepAliveMs, beat);
  };
  let stopBeating = env.wheel.after(keepAliveMs, beat);
  try {
    await items.source(events, signal);
  } catch (error) {
    if (!signal.aborted) events.fail(problemOf(error));
    throw error;
  } finally {
    stopBeating();
    response.end();
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return;
  const problem = problemOf(error, error instanceof NotJson ? 415 : undefined);
  // What is left of a body that is too large is not read, so nothing can come after it.
  answerProblem(response, problem, problem.reason === "too_large" ? { connection: "close" } : {});
}
