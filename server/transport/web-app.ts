import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { answerText } from "./answer.ts";

interface WebFile {
  body: Buffer;
  headers: Record<string, string>;
  etag: string;
}

/**
 * The files of the web app. They are read once, at start: only what was found then can ever be asked for, so no path,
 * however it is written, leads out of the folder.
 */
export class WebApp {
  readonly #files: ReadonlyMap<string, WebFile>;

  private constructor(files: ReadonlyMap<string, WebFile>) {
    this.#files = files;
  }

  /** Without a folder there is no web app. Rejects where the folder cannot be read. */
  static async load(root: string | null): Promise<WebApp> {
    const files = new Map<string, WebFile>();
    const entries = root === null ? [] : await readdir(root, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(root ?? "", file)
        .split(sep)
        .join("/")}`;
      if (entry.isFile() && !path.includes("/.")) files.set(path, describe(path, await readFile(file)));
    }
    return new WebApp(files);
  }

  serve(request: IncomingMessage, response: ServerResponse, path: string): void {
    const file = this.#files.get(path === "/" ? "/index.html" : path);
    if (file === undefined) {
      answerText(response, 404, "Not Found");
      return;
    }
    const { body, headers, etag } = file;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  }
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
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  // A bundler puts a hash of the content into the name.
  const isHashed = /[-.][\w-]{8,}\.\w+$/.test(path) && path.startsWith("/assets/");
  const headers = {
    "content-type": contentTypes[extname(path)] ?? "application/octet-stream",
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": contentSecurityPolicy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    etag,
  };
  return { body, headers, etag };
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
