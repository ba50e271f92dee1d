import type { ServerResponse } from "node:http";
import { answerText } from "./answer.ts";
import type { Environment } from "./environment.ts";

export async function answerReadiness(env: Environment, response: ServerResponse): Promise<void> {
  const ready = await isReady(env);
  answerText(response, ready ? 200 : 503, ready ? "ready" : "not ready");
}

/** Whether clients should be sent here. */
export async function isReady(env: Environment): Promise<boolean> {
  return !env.draining && (await answersSoon(env));
}

/** A database that hangs is as good as none; whoever asks for readiness does not wait long either. */
async function answersSoon({ services, wheel }: Environment): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const cancel = wheel.after(1000, () => late.resolve(false));
  const ping = services.store.ping().catch(() => false);
  return Promise.race([ping, late.promise]).finally(cancel);
}
