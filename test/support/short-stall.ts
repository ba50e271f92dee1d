// Loaded before the server (`node --import`): a reader counts as stalled sooner than in life, and nothing else changes.
import { caps } from "../../server/transport/caps.ts";

caps.stallMs = 1000;
