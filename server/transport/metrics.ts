import type { IncomingMessage, ServerResponse } from "node:http";
import { answerText } from "./answer.ts";
import type { Environment } from "./environment.ts";
import { isReady } from "./readiness.ts";

/** The metrics, to whoever may read them. To everybody else there are none. */
export async function answerMetrics(
  env: Environment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { metrics, draining } = env;
  if (!metrics.allows({ remoteAddress: request.socket.remoteAddress, headers: request.headers })) {
    answerText(response, 404, "Not Found");
    return;
  }
  try {
    const body = Buffer.from(await metrics.scrape({ ready: await isReady(env), draining }));
    response.writeHead(200, {
      "content-type": metrics.contentType,
      "content-length": body.length,
      "cache-control": "no-store",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  } catch (err) {
    env.log.error({ err }, "the metrics cannot be read");
    answerText(response, 500, "Internal Server Error");
  }
}
