/** Programs that answer people: handlers in order, each event once, whatever is killed meanwhile. */
export { createBot } from "./bot.ts";
export type { Bot, BotOptions } from "./bot.ts";
export type { Command } from "./command.ts";
export type { BotContext, ReplyOptions, RoomContext } from "./context.ts";
export type { CommandHandler, ContextOf, EventOfKind, Handler, MessageHandler } from "./handlers.ts";
export type { BotStore } from "./store.ts";
