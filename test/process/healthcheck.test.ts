import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { tls } from "../support/certificate.ts";
import { natterProgram } from "../support/program.ts";
import { startServer } from "../support/server.ts";

const folder = mkdtempSync(path.join(tmpdir(), "natter-health-"));
afterAll(() => rmSync(folder, { recursive: true }));

function healthcheck(env: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  const [command, ...program] = natterProgram();
  return new Promise((resolve) => {
    const child = execFile(command, [...program, "healthcheck"], { env, cwd: folder }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const portOf = (url: string) => new URL(url).port;

describe("natter healthcheck", { timeout: 60_000 }, () => {
  test("is content with a server that is ready, and not with one that has gone", async () => {
    await using server = await startServer();
    const env = { NATTER_HOST: "0.0.0.0", NATTER_PORT: portOf(server.url) };
    expect(await healthcheck(env)).toEqual({ code: 0, stdout: "ready\n", stderr: "" });
    await server.kill();
    const stderr = `natter: http://127.0.0.1:${env.NATTER_PORT}/readyz does not answer (ECONNREFUSED).\n`;
    expect(await healthcheck(env)).toEqual({ code: 3, stdout: "", stderr });
  });

  test("asks a server with a certificate by https", async () => {
    const files = { NATTER_TLS_CERT: path.join(folder, "cert.pem"), NATTER_TLS_KEY: path.join(folder, "key.pem") };
    writeFileSync(files.NATTER_TLS_CERT, tls.cert);
    writeFileSync(files.NATTER_TLS_KEY, tls.key);
    await using server = await startServer({ env: files });
    const env = { ...files, NATTER_PORT: portOf(server.url) };
    expect(await healthcheck(env)).toEqual({ code: 0, stdout: "ready\n", stderr: "" });
  });

  test("is not content with a server that says it is not ready", async () => {
    const server = createServer((_, response) => response.writeHead(503).end()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await healthcheck({ NATTER_PORT: String(port) });
    server.close();
    expect([code, stderr]).toEqual([3, `natter: http://127.0.0.1:${port}/readyz says 503: it is not ready.\n`]);
  });
});
