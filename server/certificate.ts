import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import type { Logger } from "pino";
import type { Certificate } from "./transport/server.ts";
import { ExpectedFailure } from "./expected-failure.ts";

/** Where a certificate and its private key are, as PEM. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

/** Throws an `ExpectedFailure` where a file cannot be read. */
export function readCertificate({ cert, key }: CertificateFiles): Certificate {
  return { cert: readPem(cert), key: readPem(key) };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ExpectedFailure(`${path} cannot be read: check the path and its permissions.`, undefined, { cause });
  }
}

/** Looked at and not watched: a renewal may move a link or a whole folder, which no watch sees everywhere. */
const lookEveryMs = 2000;

/**
 * Hands over what the files hold when that has changed and is a pair; else the log says what is wrong with it, once.
 * For as long as the process lives.
 */
export function followCertificate(
  files: CertificateFiles,
  first: Certificate,
  takeOver: (certificate: Certificate) => void,
  log: Logger,
): void {
  let seen = textOf(first);
  let judged = seen;
  const look = async () => {
    const found = await readBoth(files);
    const text = found instanceof Error ? found.message : textOf(found);
    // The two files are not replaced at the same instant: what is there counts once it has stayed for one look.
    const hasSettled = text === seen;
    seen = text;
    if (!hasSettled || text === judged) return;
    judged = text;
    try {
      if (found instanceof Error) throw found;
      createSecureContext(found);
      takeOver(found);
      log.info("the certificate has changed: new connections get the new one");
    } catch (err) {
      log.error({ err }, "the certificate has changed and cannot be used: the one before is kept until it is mended");
    }
  };
  setInterval(() => void look(), lookEveryMs).unref();
}

async function readBoth({ cert, key }: CertificateFiles): Promise<Certificate | Error> {
  try {
    return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
  } catch (error) {
    return error as Error;
  }
}

function textOf({ cert, key }: Certificate): string {
  return `${cert}\n${key}`;
}
