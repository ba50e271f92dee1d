import { describe as describeFile, type WebFile } from "../transport/web-app.ts";
import { describe } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { renderPage } from "./page.ts";
import { pageStyle } from "./page-style.ts";

/** What is shown of the API: the document at `/api/openapi.json`, and the page at `/api`. */
export class Site {
  readonly #make: () => ReadonlyMap<string, WebFile>;
  /** Made when it is first asked for: most servers are never asked. */
  #files: ReadonlyMap<string, WebFile> | null = null;

  constructor(operations: readonly Operation[], base: string, version: string) {
    this.#make = () => {
      const document = describe(operations, base, version);
      const page = fileOf("index.html", renderPage(document));
      return new Map([
        ["/api", page],
        ["/api/", page],
        ["/api/style.css", fileOf("style.css", pageStyle)],
        ["/api/openapi.json", fileOf("openapi.json", `${JSON.stringify(document, null, 2)}\n`)],
      ]);
    };
  }

  /** Null where there is no such file. */
  find(path: string): WebFile | null {
    if (path.startsWith("/api/v")) return null;
    return (this.#files ??= this.#make()).get(path) ?? null;
  }
}

/** Pages of other origins, where they are allowed, may read it too. */
function fileOf(name: string, text: string): WebFile {
  const file = describeFile(name, Buffer.from(text));
  return { ...file, headers: { ...file.headers, vary: "origin, accept-encoding" } };
}
