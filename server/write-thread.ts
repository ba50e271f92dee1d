import { serveWrites } from "../db/sqlite/serve-writes.ts";
import { decide } from "./domain/decide.ts";

serveWrites(decide);
