import { type Chat, startChat, type TempStore } from "./store.ts";

/** A chat in which everything has happened that leaves a trace in the database. */
export async function livelyChat(temp: TempStore): Promise<Chat> {
  const chat = await startChat(temp);
  const { ada, grace, mallory } = chat;
  await chat.write(ada.create("lab", [grace]), ada.create("hall", [], { type: "public" }), ada.direct("desk", [grace]));
  await chat.write(
    ada.send("lab", "hello @grace", { id: "hello", mention: ["grace"] }),
    grace.send("lab", "good morning", { id: "morning", replyToId: "hello" }),
    ada.send("lab", "forget this", { id: "gone" }),
    grace.send("desk", "just us", { id: "just-us", data: { level: 3 } }),
    mallory.join("hall"),
    mallory.send("hall", "buy my things", { id: "spam" }),
  );
  await chat.write(
    grace.react("hello", "👍"),
    ada.react("hello", "👍"),
    grace.edit("morning", "good morning, all"),
    ada.delete("gone"),
    grace.markRead("lab", 5),
    ada.setRole("lab", grace, "moderator"),
    ada.member("room.ban", "hall", mallory),
    grace.block(mallory),
    ada.update({ displayName: "Ada Lovelace", statusText: "counting" }),
    ada.rename("hall", "Great hall"),
  );
  await chat.untilIndexed();
  await chat.write(ada.send("lab", "not indexed yet", { id: "newest" }));
  return chat;
}
