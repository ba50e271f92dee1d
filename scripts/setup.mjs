// Makes a clone ready to run: installs the packages, but only when node_modules is not what package-lock.json asks for,
// and builds the web app, but only when it has changed. Among the packages is the Node that runs everything else. Plain
// JavaScript: it runs before anything is installed, on whatever Node the machine has.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, isStale } from "./build-web.mjs";

const pinnedNode = process.platform === "win32" ? "node_modules/node/bin/node.exe" : "node_modules/node/bin/node";
/** What npm may say when it fails, and what to do then. */
const troubles = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/,
    "npm cannot reach its registry: check the network, `npm config get registry` and `npm config get proxy`.",
  ],
  [/ENOSPC/, "The disk is full; the packages take 600 MB."],
  [/EACCES|EPERM|EROFS/, "There is no right to write to node_modules."],
  [/EUSAGE/, "package.json was changed without package-lock.json: run `npm install` once."],
];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
if (Number.parseInt(process.versions.node, 10) < 18) {
  giveUp(`Natter needs Node 18 or newer to set itself up; this is ${process.version}. See https://nodejs.org.`);
}
if (!isInstalled()) await install();
if (isStale()) buildWeb();

/** Whether every package is there that this kind of machine needs, in the version that is asked for. */
function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const present = packagesIn("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || !isForThisMachine(entry)) return true;
    return path in present && present[path].version === entry.version;
  });
}

/** What a lock file lists; npm keeps one in node_modules of what it put there. */
function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

/** Optional packages are native parts, one for each kind of machine. */
function isForThisMachine({ optional, devOptional, os, cpu, libc }) {
  if (!optional && !devOptional) return true;
  const isNative = os?.includes(process.platform) && cpu?.includes(process.arch);
  return Boolean(isNative && (!libc || libc.includes("glibc")));
}

async function install() {
  const { npm_execpath: npm, npm_node_execpath: machineNode } = process.env;
  if (!machineNode || !npm?.endsWith("npm-cli.js")) giveUp("Set up with npm: `npm run setup`.");

  console.log("Installing the packages into node_modules (only this once; about a minute, 600 MB on disk) ...");
  await run(machineNode, [npm, "ci"]);
  const { stdout, error } = spawnSync(pinnedNode, ["--version"], { encoding: "utf8" });
  if (error) {
    giveUp(
      `The Node that comes with Natter does not run here (${error.message}).\n` +
        "npm must be allowed to run the install script of the package `node` (no `ignore-scripts`).",
    );
  }
  // An npm on an older Node leaves out the optional packages that ask for a newer one.
  if (!isInstalled()) await run(pinnedNode, [npm, "install", "--no-save"]);
  console.log(`Ready: Node ${stdout.trim()}.`);
}

/** Runs npm, and says now and then that it still works. */
async function run(node, npm) {
  const options = ["--include=dev", "--prefer-offline", "--no-audit", "--no-fund", "--engine-strict=false"];
  const child = spawn(node, [...npm, ...options, "--loglevel=error"], { stdio: ["ignore", "inherit", "pipe"] });
  const started = Date.now();
  const sign = setInterval(() => console.log(`... ${Math.round((Date.now() - started) / 1000)} s`), 10_000);

  let output = "";
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on("error", (error) => (output += error.message));
    child.on("close", resolve);
  });
  clearInterval(sign);
  if (code !== 0) giveUp(explain(output));
}

function buildWeb() {
  try {
    build(pinnedNode);
  } catch (error) {
    giveUp(error.message);
  }
}

function explain(output) {
  for (const [pattern, advice] of troubles) {
    const sign = pattern.exec(output);
    if (sign) return `The packages could not be installed (${sign[0]}). ${advice} Then run the same command again.`;
  }
  return `${output}\nThe packages could not be installed: npm says why above.`;
}

function giveUp(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
