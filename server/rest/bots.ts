import { route } from "./route.ts";
import { Bots, BotToken, NewBot } from "./schemas.ts";

export const bots = [
  route("bot.create", {
    method: "POST",
    path: "/bots",
    summary: "Makes a bot of your own.",
    answer: NewBot,
    creates: true,
    example: { username: "dice" },
  }),
  route("bot.list", { method: "GET", path: "/bots", summary: "Lists your bots.", answer: Bots }),
  route("bot.rotateToken", {
    method: "POST",
    path: "/bots/{userId}/token",
    summary: "Gives a bot another token; the old one is worth nothing from then on.",
    answer: BotToken,
  }),
  route("bot.delete", {
    method: "DELETE",
    path: "/bots/{userId}",
    summary: "Ends a bot for good. What it wrote stays.",
    answer: null,
  }),
];
