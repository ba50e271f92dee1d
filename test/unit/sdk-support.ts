import {
  createClient,
  type Environment,
  type NatterClient,
  type NatterClientOptions,
} from "../../client-sdk/client.ts";
import { defaultHeartbeat } from "../../client-sdk/heartbeat.ts";
import type { Observed } from "../../client-sdk/observed.ts";
import { isNatterError, type NatterError } from "../../client-sdk/errors.ts";

export const password = "correct horse battery staple";

/** Waits are as short as they can be, whatever the back-off. */
export const hasty: Environment = { random: () => 0, heartbeat: defaultHeartbeat };

/** A heartbeat that notices a dead network in a tenth of a second. */
export const nervous: Environment = { random: () => 0, heartbeat: { quietMs: 60, hurriedMs: 40, answerMs: 60 } };

/** A client that ada has signed in with. Use it with `await using`. */
export async function clientOfAda(
  url: string,
  options: Partial<NatterClientOptions> = {},
  environment: Environment = hasty,
): Promise<NatterClient> {
  const client = createClient({ url, ...options }, environment);
  await client.signIn({ login: "ada", password });
  return client;
}

/** Resolves with the value once it is as wanted. */
export function until<T, Wanted extends T>(
  observed: Observed<T>,
  wanted: (value: T) => value is Wanted,
): Promise<Wanted>;
export function until<T>(observed: Observed<T>, wanted: (value: T) => boolean): Promise<T>;
export function until<T>(observed: Observed<T>, wanted: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const value = observed.getSnapshot();
      if (!wanted(value)) return;
      stop();
      resolve(value);
    };
    const stop = observed.subscribe(look);
    look();
  });
}

/** Every value from now on. */
export function record<T>(observed: Observed<T>): T[] {
  const seen: T[] = [];
  observed.subscribe(() => seen.push(observed.getSnapshot()));
  return seen;
}

/** The error that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<NatterError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`it did not fail: ${JSON.stringify(outcome.value)}`);
  if (!isNatterError(outcome.error)) throw outcome.error;
  return outcome.error;
}
