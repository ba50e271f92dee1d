import { route } from "./route.ts";
import { Authors, Me, User, UserPage } from "./schemas.ts";

export const users = [
  route("user.me", { method: "GET", path: "/me", summary: "Shows yourself.", answer: Me }),
  route("user.update", {
    method: "PATCH",
    path: "/me",
    summary: "Changes your name, status or picture.",
    description: "What is not given stays as it is; null takes it away.",
    answer: Me,
    example: { statusText: "In the engine room" },
  }),
  route("user.list", { method: "GET", path: "/users", summary: "Lists everyone, by name.", answer: UserPage }),
  route("user.get", { method: "GET", path: "/users/{userId}", summary: "Shows somebody.", answer: User }),
  route("user.blocked", { method: "GET", path: "/me/blocked", summary: "Lists whom you block.", answer: Authors }),
  route("user.block", { method: "PUT", path: "/me/blocked/{userId}", summary: "Blocks somebody.", answer: null }),
  route("user.unblock", {
    method: "DELETE",
    path: "/me/blocked/{userId}",
    summary: "Blocks somebody no longer.",
    answer: null,
  }),
];
