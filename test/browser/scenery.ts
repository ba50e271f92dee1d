import type { RoomId } from "../../server/contract/index.ts";
import { signUp, type Person } from "../support/people.ts";

/** A team with something to show: rooms, direct messages, replies, reactions, Markdown, unread messages. */
export async function furnish(url: string): Promise<Person[]> {
  const names = [
    ["ada", "Ada Lovelace"],
    ["grace", "Grace Hopper"],
    ["alan", "Alan Turing"],
    ["katherine", "Katherine Johnson"],
    ["linus", "Linus Pauling"],
  ] as const;
  const people = await Promise.all(
    names.map(async ([username, displayName]) => {
      const person = await signUp(url, username);
      await person.api.user.update.mutate({ displayName });
      return person;
    }),
  );
  const [ada, grace, alan, katherine, linus] = people as [Person, Person, Person, Person, Person];
  const all = people.slice(1).map(({ me }) => me.id);
  await katherine.api.user.update.mutate({ statusText: "Checking the numbers" });

  const kitchen = await grace.api.room.create.mutate({
    type: "public",
    name: "Kitchen",
    topic: "Tea, cake, lost spoons",
  });
  await grace.api.room.create.mutate({ type: "public", name: "Compilers", topic: "A-0 and what came of it" });
  await alan.api.room.create.mutate({ type: "public", name: "Chess", topic: "One move a day" });
  await ada.api.room.join.mutate({ roomId: kitchen.id });
  await say(linus, (await linus.api.room.direct.mutate({ userIds: [ada.me.id] })).id, "Lunch on Thursday?");
  await say(grace, kitchen.id, "Whoever took the blue mug: it is mine, and I know where you sit.");
  await say(ada, kitchen.id, "It was the moth.");

  const leads = await katherine.api.room.create.mutate({
    type: "private",
    name: "Launch window",
    memberIds: [ada.me.id, grace.me.id],
  });
  await say(katherine, leads.id, "The numbers hold. @ada, could you look at the third table once more?");
  await say(katherine, leads.id, "No hurry, before six is fine.");

  const engine = await ada.api.room.create.mutate({
    type: "private",
    name: "Analytical Engine",
    topic: "Notes, numbers and brass",
    memberIds: all,
  });
  await converse(engine.id, { ada, grace, alan, katherine });
  return people;
}

interface Cast {
  ada: Person;
  grace: Person;
  alan: Person;
  katherine: Person;
}

async function converse(roomId: RoomId, { ada, grace, alan, katherine }: Cast): Promise<void> {
  await say(grace, roomId, "Morning! The new cards are punched. I left the stack on the bench beside the loom.");
  await say(grace, roomId, "Please keep the moth out of it this time.");
  const plan = await say(
    ada,
    roomId,
    "Wonderful. Here is what I would like to get through today:\n\n1. the **carry mechanism**, again\n2. Note G, the table of operations\n3. a name for the thing that is not the mill",
  );
  await say(alan, roomId, "For the third one: *store*. It stores.");
  for (const person of [grace, alan, katherine]) await react(person, plan, "👍");
  await react(alan, plan, "🎉");
  const question = await say(
    katherine,
    roomId,
    "I went over the Bernoulli numbers. The fourth operation has its operands the wrong way round:",
  );
  await say(katherine, roomId, "```\nV4 / V5 → V11      as printed\nV5 / V4 → V11      as it should be\n```");
  const found = await say(
    ada,
    roomId,
    "You are right, and it has been in print since 1843. First bug in the literature, then.",
    question,
  );
  await react(katherine, found, "❤️");
  await react(grace, found, "😂");
  await react(alan, found, "😂");
  await say(alan, roomId, "How long would it take the engine, if it were built?");
  await say(ada, roomId, "About three minutes for a multiplication. It is brass, not lightning.");
  await say(grace, roomId, "Three minutes is one cup of tea. I can work with that.");
  await say(
    alan,
    roomId,
    "@ada the sketch of the new wheel is at https://example.com/wheel, and the teeth are `40` now.",
  );
}

async function say(person: Person, roomId: RoomId, body: string, replyToId: string | null = null): Promise<string> {
  const clientId = crypto.randomUUID();
  return (await person.api.message.send.mutate({ roomId, clientId, body, replyToId })).id;
}

async function react(person: Person, messageId: string, emoji: string): Promise<void> {
  await person.api.message.react.mutate({ messageId, emoji });
}
