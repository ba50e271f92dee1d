// A bot as a process of its own: `node dice-bot.ts URL TOKEN FILE`. What it says is never the same twice.
import { createBot } from "../../client-sdk/bot/index.ts";
import { fileStore } from "../../client-sdk/bot/file-store.ts";

const [url = "", token = "", file = ""] = process.argv.slice(2);
const bot = createBot({ url, token, store: fileStore(file) });
bot.onMessage(async (message, { reply }) => {
  await reply(`first to ${message.body}: ${Math.random()}`);
  await reply(`second to ${message.body}: ${Math.random()}`);
});
await bot.start();
process.stdout.write("ready\n");
