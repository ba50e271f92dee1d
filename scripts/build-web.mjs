// Builds the web app into web/dist: `npm run build:web`. Set-up does it where the build is missing or older than what
// it is made of.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const built = new URL("web/dist/index.html", root);
const madeOf = ["web/", "client-sdk/", "server/contract/", "package-lock.json"];

/** Whether something that the web app is made of has changed since it was built. */
export function isStale() {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? -1;
  return madeOf.some((path) => newest(new URL(path, root)) > builtAt);
}

function newest(url) {
  const { mtimeMs } = statSync(url);
  if (!url.pathname.endsWith("/")) return mtimeMs;
  // A folder's own time tells of files that are gone; building touches that of web/.
  const own = url.pathname.endsWith("/web/") ? 0 : mtimeMs;
  const entries = readdirSync(url, { withFileTypes: true }).filter(({ name }) => !ignored.has(name));
  return Math.max(own, ...entries.map((entry) => newest(new URL(entry.name + (entry.isDirectory() ? "/" : ""), url))));
}

const ignored = new Set(["dist", "node_modules"]);

/** Throws with what Vite said where it fails. `node` is the one to run it with. */
export function build(node = process.execPath) {
  const vite = fileURLToPath(new URL("node_modules/vite/bin/vite.js", root));
  // Whoever builds inside of something else, such as a test run, wants the real thing all the same.
  const env = { ...process.env, NODE_ENV: "production" };
  const options = { cwd: fileURLToPath(root), encoding: "utf8", env };
  const { status, stdout, stderr, error } = spawnSync(node, [vite, "build", "web", "--logLevel=warn"], options);
  if (status !== 0) throw new Error(`The web app could not be built:\n${error?.message ?? stdout + stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
