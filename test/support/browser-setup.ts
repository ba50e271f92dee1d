import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { findChromium } from "./browser.ts";

/** What the tests in a browser need: the web app as it is now, and a Chromium. */
export default function setup(): void {
  execFileSync(process.execPath, [path.resolve("scripts/setup.mjs")], { stdio: "inherit" });
  if (findChromium() !== null) return;
  const isDebian = spawnSync("apt-get", ["--version"]).status === 0;
  if (process.getuid?.() === 0 && isDebian) {
    console.log("Installing Chromium for the tests in a browser (only this once) ...");
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { stdio: "ignore" });
  }
  if (findChromium() === null) {
    throw new Error(
      "The tests in a browser need Chromium: `sudo apt-get install chromium`, or set NATTER_CHROMIUM to where one is.",
    );
  }
}
