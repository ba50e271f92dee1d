// Makes the package `natter` that people install, in dist/package: `npm run build:server`, then `npm pack` there.
import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "tsdown";

const root = path.resolve(import.meta.dirname, "..");

/** What is run or imported from outside, the threads included. */
const entries = ["server/main", "server/testing", "server/write-thread", "server/search-thread"];

/** What goes into the package as it is. The folders are where they are here, and so the program finds them. */
const asTheyAre = ["db/sqlite/migrations", "web/dist", "README.md", "CHANGELOG.md", "LICENSE"];

/**
 * What is built in and not installed. Node reads a package's manifest anew for each of its modules: Drizzle's is 179 kB
 * long, and two thirds of a start went by reading it, in each thread.
 */
const inside = ["drizzle-orm"];

interface Manifest {
  dependencies: Record<string, string>;
  [field: string]: unknown;
}

/**
 * Builds the package: the sources as JavaScript, file by file, because Node takes no types away in `node_modules`, with
 * the SDK inside that the terminal chat uses. What else it needs npm installs beside it. `declarations`: also the types
 * of what is imported from outside, which takes ten times as long.
 */
export async function buildServer(folder: string, { declarations = true } = {}): Promise<void> {
  const { dependencies, ...manifest } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as Manifest;
  const installed = Object.fromEntries(Object.entries(dependencies).filter(([name]) => !inside.includes(name)));
  await rm(folder, { recursive: true, force: true });
  await compile(folder, Object.keys(installed), declarations);
  for (const name of asTheyAre) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await cp(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  await chmod(path.join(folder, "server/main.js"), 0o755);
  await writeFile(
    path.join(folder, "package.json"),
    `${JSON.stringify(published({ ...manifest, dependencies: installed }), null, 2)}\n`,
  );
}

async function compile(folder: string, installed: string[], declarations: boolean): Promise<void> {
  await build({
    config: false,
    cwd: root,
    tsconfig: path.join(root, "tsconfig.json"),
    root,
    entry: entries.map((name) => `${name}.ts`),
    outDir: folder,
    format: "esm",
    platform: "node",
    target: "node22.14",
    unbundle: true,
    // npm leaves out any folder `node_modules`.
    outputOptions: { entryFileNames: ({ name }) => `${name.replace(/^node_modules\//, "libraries/")}.js` },
    hash: false,
    fixedExtension: false,
    dts: declarations && { generator: "tsgo" },
    deps: { alwaysBundle: inside.map(modulesOf), neverBundle: [/^node:/, ...installed.map(modulesOf)] },
    report: false,
    logLevel: "error",
  });
}

function modulesOf(name: string): RegExp {
  return new RegExp(`^${name}(/|$)`);
}

/** The manifest of this repository without what is for working in it. */
function published({ name, version, description, license, type, dependencies }: Manifest): object {
  return {
    ...{ name, version, description, license, type },
    // The first that better-sqlite3's binary runs on.
    engines: { node: ">=22.14" },
    bin: { natter: "./server/main.js" },
    exports: {
      "./testing": { types: "./server/testing.d.ts", default: "./server/testing.js" },
      "./package.json": "./package.json",
    },
    dependencies,
  };
}

if (import.meta.main) {
  console.log("building the package natter ...");
  await buildServer(path.join(root, "dist/package"));
  console.log("dist/package is ready: `npm pack` or `npm publish` there.");
}
