import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { renewed, tls } from "../support/certificate.ts";
import { say, signUp } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";

// For the clients in this file they are as good as any.
setDefaultCACertificates([...getCACertificates("default"), tls.cert, renewed.cert]);

const folder = mkdtempSync(path.join(tmpdir(), "natter-certificate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const files = { cert: path.join(folder, "cert.pem"), key: path.join(folder, "key.pem") };

function put(what: Partial<typeof tls>): void {
  for (const [name, text] of Object.entries(what)) writeFileSync(files[name as keyof typeof tls], text);
}

/** The fingerprint of the certificate that a newcomer gets. */
async function shownBy(server: TestServer): Promise<string> {
  const socket = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

const fingerprintOf = ({ cert }: typeof tls) => new X509Certificate(cert).fingerprint256;

test("a renewed certificate is for newcomers, and ada, who is connected, notices nothing; a broken one is for nobody", async () => {
  put(tls);
  await using server = await startServer({ env: { NATTER_TLS_CERT: files.cert, NATTER_TLS_KEY: files.key } });
  await using ada = await signUp(server.url, "ada");
  const room = await ada.api.room.create.mutate({ type: "private", name: "Engines" });
  const connection = ada.socket.connection?.ws;
  expect(await shownBy(server)).toBe(fingerprintOf(tls));

  put(renewed);
  await expect.poll(() => shownBy(server), { timeout: 30_000 }).toBe(fingerprintOf(renewed));
  expect(server.log).toContain("the certificate has changed: new connections get the new one");
  await say(ada, room.id, "still here");
  expect(ada.socket.connection?.ws).toBe(connection);

  put({ key: tls.key });
  await expect.poll(() => server.log, { timeout: 30_000 }).toContain("cannot be used: the one before is kept");
  expect(await shownBy(server)).toBe(fingerprintOf(renewed));
  put(tls);
  await expect.poll(() => shownBy(server), { timeout: 30_000 }).toBe(fingerprintOf(tls));
  await say(ada, room.id, "and here");
  expect(ada.socket.connection?.ws).toBe(connection);
  expect(connection).toBeDefined();
}, 120_000);
