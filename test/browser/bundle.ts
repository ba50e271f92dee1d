import { build, type Rollup } from "vite";

/** A module and all that it imports as one script, as an app would be bundled. */
export async function bundle(file: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"development"' },
    build: { write: false, minify: false, target: "es2023", rolldownOptions: { input: file } },
  });
  const [chunk] = (output as Rollup.RollupOutput).output;
  return chunk.code;
}
