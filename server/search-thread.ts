import { serveSearches } from "../db/sqlite/search/serve-searches.ts";

serveSearches();
