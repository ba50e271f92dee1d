// Makes Natter one executable file for the kind of machine that it runs on, in dist/natter: `npm run build:single`.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "tsdown";
import { readMigrations } from "../db/sqlite/migrate.ts";
import { assetNames } from "../server/assets/executable.ts";
import { addons, addonsPlugin } from "./single/addons.ts";
import { startUpMs } from "./single/start-up.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "..");

/** Builds the executable. `say` is told what is being done. */
export async function buildSingle(output: string, say: (step: string) => void): Promise<void> {
  if (process.platform !== "linux") throw new Error(`The executable is for Linux; this is ${process.platform}.`);
  await mkdir(path.dirname(output), { recursive: true });
  // Beside the output: it is moved there in the end, and large.
  const folder = await mkdtemp(`${output}-`);
  try {
    say("bundling the program and its threads");
    for (const [name, source] of Object.entries(modules)) await bundle(source, path.join(folder, name));
    say("taking what nobody needs out of Node");
    const node = path.join(folder, "node");
    // Before the rest is put in: what is stripped afterwards does not start.
    await run("strip", ["-o", node, process.execPath]);
    say("putting it together");
    const made = path.join(folder, "natter");
    await putTogether({ folder, node, made });
    await rename(made, output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const main = "main.js";
const modules = {
  [main]: "server/main.ts",
  [assetNames.writeThread]: "server/write-thread.ts",
  [assetNames.searchThread]: "server/search-thread.ts",
};

/** One module with everything in it: an executable can import nothing but what Node brings along. */
async function bundle(source: string, output: string): Promise<void> {
  await build({
    config: false,
    cwd: root,
    tsconfig: path.join(root, "tsconfig.json"),
    entry: { [path.basename(output, ".js")]: path.join(root, source) },
    outDir: path.dirname(output),
    clean: false,
    format: "cjs",
    platform: "node",
    target: "node26",
    fixedExtension: false,
    outExtensions: () => ({ js: ".js" }),
    deps: { alwaysBundle: [/^[^\0]/], onlyBundle: false },
    plugins: [addonsPlugin],
    outputOptions: { codeSplitting: false },
    dts: false,
    report: false,
    logLevel: "error",
  });
}

async function putTogether({ folder, node, made }: { folder: string; node: string; made: string }): Promise<void> {
  const migrations = path.join(folder, assetNames.migrations);
  await writeFile(migrations, JSON.stringify(readMigrations(path.join(root, "db/sqlite/migrations"))));
  const assets = {
    ...addons,
    ...(await webFiles()),
    [assetNames.migrations]: migrations,
    [assetNames.writeThread]: path.join(folder, assetNames.writeThread),
    [assetNames.searchThread]: path.join(folder, assetNames.searchThread),
  };
  const config = path.join(folder, "sea.json");
  const settings = { disableExperimentalSEAWarning: true, useCodeCache: true };
  await writeFile(
    config,
    JSON.stringify({ main: path.join(folder, main), output: made, executable: node, assets, ...settings }),
  );
  await run(process.execPath, ["--build-sea", config]);
}

async function webFiles(): Promise<Record<string, string>> {
  const built = path.join(root, "web/dist");
  const entries = await readdir(built, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [`${assetNames.web}/${path.relative(built, file)}`, file]));
}

if (import.meta.main) {
  const output = path.join(root, "dist/natter");
  await buildSingle(output, (step) => console.log(`${step} ...`));
  const { size } = await stat(output);
  console.log(`dist/natter: ${(size / 1e6).toFixed(1)} MB, listens ${Math.round(await startUpMs(output))} ms after its start`);
}
