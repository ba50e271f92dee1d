import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build } from "tsdown";
import { describe, expect, inject, test } from "vitest";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const { tarball, folder } = inject("packedSdk");
const files = globSync("**/*", { cwd: folder });

interface Manifest {
  exports: Record<string, { types: string; default: string } | string>;
}

async function manifest(): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as Manifest;
}

describe("the package", () => {
  test("has nothing in it but what its exports need, and says how it may be used", () => {
    const others = files.filter((file) => /\.[^/]*$/.test(file) && !/\.(js|d\.ts)$/.test(file));
    expect(others.toSorted()).toEqual(["README.md", "package.json"]);
    expect(files).toContain("LICENSE");
  });

  test("is one that publint has nothing to say about", async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  test("has types that attw finds where a bundler and Node look for them", async () => {
    const args = [tarball, "--profile", "esm-only", "--no-color"];
    await run(path.join(root, "node_modules/.bin/attw"), args);
  });

  test("exports what the sources do", async () => {
    const sources = JSON.parse(await readFile(path.join(root, "client-sdk/package.json"), "utf8")) as Manifest;
    const { exports } = await manifest();
    expect(Object.keys(exports)).toEqual([...Object.keys(sources.exports), "./package.json"]);
    for (const target of Object.values(exports)) {
      if (typeof target === "string") continue;
      for (const file of [target.types, target.default]) expect(files).toContain(file.replace("./", ""));
    }
  });
});

describe("its declarations", () => {
  const declared = files.filter((file) => file.endsWith(".d.ts"));

  test("import what is installed with it, and nothing that the server runs on", async () => {
    const imported = new Set<string>();
    for (const file of declared) {
      const text = await readFile(path.join(folder, file), "utf8");
      for (const [, name = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) imported.add(name);
    }
    const packages = [...imported].filter((name) => !name.startsWith("."));
    // What tRPC's own inference names, it names so.
    const known = /^(@trpc\/(client|server)(\/rpc|\/unstable-core-do-not-import)?|react)$/;
    expect(packages.filter((name) => !known.test(name))).toEqual([]);
    expect(packages).toContain("@trpc/server");
  });

  test("say nothing of databases, drivers, sockets or tables", async () => {
    for (const file of declared) {
      const text = await readFile(path.join(folder, file), "utf8");
      const found =
        /drizzle|sqlite|argon2|\bjose\b|\bpino\b|\bzod\b|from "ws"|passwordHash|refreshHash|\bServices\b|any;/i.exec(
          text,
        );
      expect([file, found?.[0]]).toEqual([file, undefined]);
    }
  });

  test("carry the docstrings of the procedures", async () => {
    const texts = await Promise.all(declared.map((file) => readFile(path.join(folder, file), "utf8")));
    expect(texts.join("\n")).toContain("Makes a bot of the caller's own.");
  });
});

/** In bytes, minified and gzipped, with everything that a browser loads for it. */
const budgets: Record<string, { limit: number; beside?: string }> = {
  "@natter/client": { limit: 25_000 },
  "@natter/client/react": { limit: 4_000, beside: "@natter/client" },
  "@natter/client/bot": { limit: 4_000, beside: "@natter/client" },
};

describe("what it weighs", () => {
  test.each(Object.entries(budgets))("%s: %j", async (name, { limit, beside }) => {
    const { exports } = await manifest();
    const target = exports[name.replace("@natter/client", ".")];
    // The hooks are not in every version of this repository.
    if (target === undefined) return;
    const without = beside === undefined ? 0 : await weigh([beside]);
    const weight = (await weigh(beside === undefined ? [name] : [beside, name])) - without;
    expect(weight).toBeGreaterThan(500);
    expect(weight).toBeLessThan(limit);
  });
});

/** What a bundler makes of these imports. React is there already. */
async function weigh(names: readonly string[]): Promise<number> {
  const place = await mkdtemp(path.join(root, "node_modules/.weighed-"));
  try {
    const entry = path.join(place, "entry.js");
    const exports = (await manifest()).exports;
    const imports = names.map((name, index) => {
      const target = exports[name.replace("@natter/client", ".")];
      const file = typeof target === "object" ? target.default : "";
      return `export * as part${index} from ${JSON.stringify(path.join(folder, file))};`;
    });
    await writeFile(entry, imports.join("\n"));
    await build({
      config: false,
      cwd: place,
      entry,
      outDir: path.join(place, "out"),
      format: "esm",
      platform: "browser",
      minify: true,
      dts: false,
      deps: { alwaysBundle: [/./], neverBundle: [/^react/] },
      inputOptions: { resolve: { modules: [path.join(root, "node_modules"), "node_modules"] } },
      report: false,
      logLevel: "error",
    });
    const chunks = globSync("out/*.js", { cwd: place }).map((file) => readFile(path.join(place, file)));
    return gzipSync(Buffer.concat(await Promise.all(chunks))).length;
  } finally {
    await rm(place, { recursive: true });
  }
}
