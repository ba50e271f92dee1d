import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const loader = path.join(root, "server/assets/addons.ts");
const require = createRequire(path.join(root, "package.json"));

/** The native parts for this machine's kind, by the names that they have as assets. */
export const addons = {
  "better-sqlite3.node": path.join(
    path.dirname(require.resolve("better-sqlite3/package.json")),
    `prebuilds/linux-${process.arch}.node`,
  ),
  "argon2.node": require.resolve(`@node-rs/argon2-linux-${process.arch}-gnu`),
};

/** Makes the packages with native parts load those from the executable instead of `node_modules`. */
export const addonsPlugin = {
  name: "natter-addons",
  resolveId(id: string) {
    // Its entry for one kind of machine alone: the other one looks around on the disk.
    if (id === "better-sqlite3") return require.resolve(`better-sqlite3/linux-${process.arch}`);
    if (id.endsWith(`/prebuilds/linux-${process.arch}.node`)) return sqlite;
    return id === "@node-rs/argon2" ? argon2 : null;
  },
  load(id: string) {
    if (id === sqlite) return loadedAs("better-sqlite3.node");
    return id === argon2 ? lazily("argon2.node", require("@node-rs/argon2") as object) : null;
  },
};

const sqlite = "\0natter-better-sqlite3";
const argon2 = "\0natter-argon2";

function loadedAs(asset: keyof typeof addons): string {
  return `module.exports = require(${JSON.stringify(loader)}).loadAddon("${asset}");`;
}

/** Loaded with its first use and not with the program, which does not know its folders by then. */
function lazily(asset: keyof typeof addons, exported: object): string {
  const lines = Object.entries(exported).map(([name, value]) =>
    typeof value === "function"
      ? `export const ${name} = (...given) => addon().${name}(...given);`
      : `export const ${name} = ${JSON.stringify(value)};`,
  );
  return `
    import { loadAddon } from ${JSON.stringify(loader)};
    let loaded;
    const addon = () => (loaded ??= loadAddon("${asset}"));
    ${lines.join("\n")}
  `;
}
