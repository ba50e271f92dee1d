import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type {
  Author,
  BannedPerson,
  Bot,
  Event,
  Me,
  Membership,
  Message,
  MessagePage,
  PresenceUpdate,
  Reaction,
  Room,
  RoomSnapshot,
  RoomSummary,
  Session,
  SessionInfo,
  TypingUpdate,
  User,
} from "../../server/contract/index.ts";
import type * as events from "../../server/rest/event-schemas.ts";
import type { OutputOf, ProcedurePath, Wire } from "../../server/rest/route.ts";
import type * as schemas from "../../server/rest/schemas.ts";

test("what is documented is what the contract says, with dates as text", () => {
  expectTypeOf<z.infer<typeof schemas.Author>>().toEqualTypeOf<Wire<Author>>();
  expectTypeOf<z.infer<typeof schemas.User>>().toEqualTypeOf<Wire<User>>();
  expectTypeOf<z.infer<typeof schemas.Me>>().toEqualTypeOf<Wire<Me>>();
  expectTypeOf<z.infer<typeof schemas.Bot>>().toEqualTypeOf<Wire<Bot>>();
  expectTypeOf<z.infer<typeof schemas.Session>>().toEqualTypeOf<Wire<Session>>();
  expectTypeOf<z.infer<typeof schemas.SessionInfo>>().toEqualTypeOf<Wire<SessionInfo>>();
  expectTypeOf<z.infer<typeof schemas.Room>>().toEqualTypeOf<Wire<Room>>();
  expectTypeOf<z.infer<typeof schemas.Membership>>().toEqualTypeOf<Wire<Membership>>();
  expectTypeOf<z.infer<typeof schemas.BannedPerson>>().toEqualTypeOf<Wire<BannedPerson>>();
  expectTypeOf<z.infer<typeof schemas.Reaction>>().toEqualTypeOf<Wire<Reaction>>();
  expectTypeOf<z.infer<typeof schemas.Message>>().toEqualTypeOf<Wire<Message>>();
  expectTypeOf<z.infer<typeof schemas.MessagePage>>().toEqualTypeOf<Wire<MessagePage>>();
  expectTypeOf<z.infer<typeof schemas.RoomSummary>>().toEqualTypeOf<Wire<RoomSummary>>();
  expectTypeOf<z.infer<typeof schemas.RoomSnapshot>>().toEqualTypeOf<Wire<RoomSnapshot>>();
  expectTypeOf<z.infer<typeof events.Event>>().toEqualTypeOf<Wire<Event>>();
  expectTypeOf<z.infer<typeof events.PresenceUpdate>>().toEqualTypeOf<Wire<PresenceUpdate>>();
  expectTypeOf<z.infer<typeof events.TypingUpdate>>().toEqualTypeOf<Wire<TypingUpdate>>();
});

test("and what is wrapped around it is what the procedures give", () => {
  type Given<Path extends ProcedurePath> = Wire<OutputOf<Path>>;
  expectTypeOf<z.infer<typeof schemas.SignedIn>>().toEqualTypeOf<Given<"auth.login">>();
  expectTypeOf<z.infer<typeof schemas.Sessions>>().toEqualTypeOf<Given<"auth.sessions">>();
  expectTypeOf<z.infer<typeof schemas.UserPage>>().toEqualTypeOf<Given<"user.list">>();
  expectTypeOf<z.infer<typeof schemas.Authors>>().toEqualTypeOf<Given<"user.blocked">>();
  expectTypeOf<z.infer<typeof schemas.RoomList>>().toEqualTypeOf<Given<"room.list">>();
  expectTypeOf<z.infer<typeof schemas.RoomPage>>().toEqualTypeOf<Given<"room.browse">>();
  expectTypeOf<z.infer<typeof schemas.MembershipPage>>().toEqualTypeOf<Given<"room.members">>();
  expectTypeOf<z.infer<typeof schemas.BannedPage>>().toEqualTypeOf<Given<"room.bans">>();
  expectTypeOf<z.infer<typeof schemas.FoundMessages>>().toEqualTypeOf<Given<"message.search">>();
  expectTypeOf<z.infer<typeof schemas.Bots>>().toEqualTypeOf<Given<"bot.list">>();
  expectTypeOf<z.infer<typeof schemas.NewBot>>().toEqualTypeOf<Given<"bot.create">>();
  expectTypeOf<z.infer<typeof schemas.BotToken>>().toEqualTypeOf<Given<"bot.rotateToken">>();
  expectTypeOf<z.infer<typeof schemas.ServerInfo>>().toEqualTypeOf<Given<"system.info">>();
});
