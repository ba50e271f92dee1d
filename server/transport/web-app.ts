import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { answerText } from "./answer.ts";

interface WebFile {
  body: Buffer;
  /** Whether it is worth compressing. */
  isText: boolean;
  compressed?: Promise<Buffer>;
  headers: Record<string, string>;
  etag: string;
}

/** The files of the web app. Only what it is given can ever be asked for, so no path, however it is written, leads elsewhere. */
export class WebApp {
  readonly #files: ReadonlyMap<string, WebFile>;

  /** The files by their path, `/index.html`. */
  constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = new Map(Array.from(files, ([path, body]) => [path, describe(path, body)]));
  }

  serve(request: IncomingMessage, response: ServerResponse, path: string): void {
    const file = this.#files.get(isScreen(path) ? "/index.html" : path);
    if (file === undefined) answerText(response, 404, this.#files.size === 0 ? notBuilt : "Not Found");
    else if (request.headers["if-none-match"] === file.etag) response.writeHead(304, file.headers).end();
    else void answer(request, response, file);
  }
}

/** The app's own screens have paths without a dot; the app tells one that it does not know. */
function isScreen(path: string): boolean {
  return !path.includes(".") && !/^\/assets(\/|$)/.test(path);
}

const notBuilt = "The web app has not been built. Run `npm run build:web`, then start the server again.";

async function answer(request: IncomingMessage, response: ServerResponse, file: WebFile): Promise<void> {
  const compress = file.isText && acceptsGzip(request);
  // Once for all requests, off this thread, and only for files that are asked for.
  if (compress) file.compressed ??= gzip(file.body);
  const body = (compress ? await file.compressed : undefined) ?? file.body;
  const encoding = compress ? { "content-encoding": "gzip" } : {};
  response.writeHead(200, { ...file.headers, ...encoding, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

const gzip = promisify(zlib.gzip);

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(headers["accept-encoding"]?.toString() ?? "");
}

/**
 * What the page may do: load its own files and talk to its own server (`'self'` covers `ws:` and `wss:` there too).
 * What people type can never become a script, a style, a form's target or a frame.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

function describe(path: string, body: Buffer): WebFile {
  const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  // A bundler puts a hash of the content into the name.
  const isHashed = /[-.][\w-]{8,}\.\w+$/.test(path) && path.startsWith("/assets/");
  const contentType = contentTypes[extname(path)] ?? "application/octet-stream";
  const headers = {
    "content-type": contentType,
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": contentSecurityPolicy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    vary: "accept-encoding",
    etag,
  };
  return { body, isText: /text|json|svg/.test(contentType), headers, etag };
}

const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
