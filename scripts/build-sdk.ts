// Makes the package that people install, in client-sdk/dist: `npm run build:sdk`, then `npm pack` or `npm publish` there.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "tsdown";

const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "client-sdk");

interface Manifest {
  exports: Record<string, string>;
  [field: string]: unknown;
}

/**
 * Builds the package into a folder of its own: ES modules, their declarations, and a manifest whose exports lead to
 * them. In this repository the exports lead to the sources, so that nobody has to build anything to work on it.
 */
export async function buildSdk(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(source, "package.json"), "utf8")) as Manifest;
  const entries = Object.entries(manifest.exports).map(([name, file]) => ({
    name,
    file,
    built: withoutExtension(file),
  }));
  await build({
    config: false,
    cwd: root,
    tsconfig: path.join(root, "tsconfig.json"),
    entry: Object.fromEntries(entries.map(({ file, built }) => [built, path.join(source, file)])),
    outDir: folder,
    format: "esm",
    platform: "neutral",
    // What Node 20 and the browsers of 2023 understand.
    target: "es2022",
    hash: false,
    fixedExtension: false,
    dts: { generator: "tsgo" },
    deps: { neverBundle: [/^node:/, ...dependencies(manifest)] },
    // Of the server nothing is used but types, and of what it imports nothing at all.
    treeshake: { moduleSideEffects: false },
    report: false,
    logLevel: "error",
  });
  const exports: Record<string, unknown> = {};
  for (const { name, built } of entries) exports[name] = { types: `./${built}.d.ts`, default: `./${built}.js` };
  exports["./package.json"] = "./package.json";
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`);
  await copyFile(path.join(source, "README.md"), path.join(folder, "README.md"));
  await copyFile(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
}

/** `./bot/index.ts` is built as `bot/index`. */
function withoutExtension(file: string): string {
  return file.replace(/^\.\//, "").replace(/\.tsx?$/, "");
}

/** What is installed beside it, with everything inside. */
function dependencies(manifest: Manifest): RegExp[] {
  const names = ["dependencies", "peerDependencies"].flatMap((kind) => Object.keys(manifest[kind] ?? {}));
  return names.map((name) => new RegExp(`^${name}(/|$)`));
}

if (import.meta.main) await buildSdk(path.join(source, "dist"));
