import { defineConfig } from "drizzle-kit";

/** `drizzle-kit generate` writes the next migration after a change of the schema. */
export default defineConfig({
  dialect: "sqlite",
  schema: "./db/sqlite/schema.ts",
  out: "./db/sqlite/migrations",
});
