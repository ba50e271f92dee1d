import { route } from "./route.ts";
import { ServerInfo } from "./schemas.ts";

export const system = [
  route("system.info", {
    method: "GET",
    path: "/info",
    summary: "What this server is.",
    isPublic: true,
    answer: ServerInfo,
  }),
];
