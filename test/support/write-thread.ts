import { serveWrites } from "../../db/sqlite/serve-writes.ts";
import { rules } from "./rules.ts";

serveWrites(rules);
