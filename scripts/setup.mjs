// Makes a clone ready to run: installs the packages, but only when node_modules is not what package-lock.json asks for.
// Among them is the Node that runs everything else. Plain JavaScript: it runs before anything is installed, on whatever
// Node the machine has.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const scriptsAreOff = "npm must be allowed to run the install script of the package `node` (no `ignore-scripts`).";
const knownTroubles = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/,
    "npm cannot reach its registry: check the network, `npm config get registry` and `npm config get proxy`.",
  ],
  [/ENOSPC/, "The disk is full; the packages take 400 MB."],
  [/EACCES|EPERM|EROFS/, `There is no right to write to ${process.cwd()}/node_modules.`],
  [/EUSAGE/, "package.json was changed without package-lock.json: run `npm install` once."],
];
const pinnedNode = process.platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/node/bin/node";

if (Number.parseInt(process.versions.node, 10) < 18) {
  giveUp(`Natter needs Node 18 or newer to set itself up; this is ${process.version}. See https://nodejs.org.`);
}
if (!isInstalled()) await install();

function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const present = packagesIn("node_modules/.package-lock.json");
  if (!existsSync(pinnedNode)) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    // Optional ones are for other kinds of machine.
    if (path === "" || optional || devOptional) return true;
    return path in present && present[path].version === version;
  });
}

/** What a lock file lists; npm keeps one inside node_modules of what it put there. */
function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

async function install() {
  console.log("Installing the packages into node_modules (only this once; about a minute, 400 MB on disk) ...");
  const { code, output } = await npmCi();
  if (code !== 0) giveUp(explain(output));

  const { stdout, error } = spawnSync(pinnedNode, ["--version"], { encoding: "utf8" });
  if (error) giveUp(`The Node that comes with Natter does not run here (${error.message}). ${scriptsAreOff}`);
  console.log(`Ready: Node ${stdout.trim()}.`);
}

/** Runs `npm ci`, and says now and then that it still works. */
function npmCi() {
  const options = ["--include=dev", "--prefer-offline", "--no-audit", "--no-fund", "--engine-strict=false"];
  const [command, ...args] = [...thisNpm(), "ci", ...options, "--loglevel=error"];
  const npm = spawn(command, args, { stdio: ["ignore", "inherit", "pipe"], shell: command === "npm.cmd" });

  let output = "";
  npm.stderr.on("data", (chunk) => (output += chunk));
  const started = Date.now();
  const sign = setInterval(() => console.log(`... ${Math.round((Date.now() - started) / 1000)} s`), 10_000);
  return new Promise((resolve) => {
    npm.on("error", (error) => (output += error.message));
    npm.on("close", (code) => {
      clearInterval(sign);
      resolve({ code, output });
    });
  });
}

/** The npm that started us, with the Node it runs on: the `node` first in PATH may be one that `npm ci` removes. */
function thisNpm() {
  const { npm_execpath, npm_node_execpath } = process.env;
  if (npm_node_execpath && npm_execpath?.endsWith("npm-cli.js")) return [npm_node_execpath, npm_execpath];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}

function explain(output) {
  for (const [pattern, advice] of knownTroubles) {
    const trouble = pattern.exec(output);
    if (trouble)
      return `The packages could not be installed (${trouble[0]}). ${advice} Then run the same command again.`;
  }
  return `${output}\nThe packages could not be installed: npm says why above.`;
}

function giveUp(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
