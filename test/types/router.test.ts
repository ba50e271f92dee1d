import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { describe, expectTypeOf, test } from "vitest";
import type { Me, Message, MessagePage, Page, Room, RoomSnapshot, Session } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

describe("a stock client sees the types of the contract", () => {
  test("in what comes back", () => {
    expectTypeOf<Outputs["auth"]["login"]>().toEqualTypeOf<{ user: Me; session: Session }>();
    expectTypeOf<Outputs["room"]["create"]>().toEqualTypeOf<Room>();
    expectTypeOf<Outputs["room"]["browse"]>().toEqualTypeOf<Page<Room>>();
    expectTypeOf<Outputs["room"]["open"]>().toEqualTypeOf<RoomSnapshot>();
    expectTypeOf<Outputs["message"]["send"]>().toEqualTypeOf<Message>();
    expectTypeOf<Outputs["message"]["list"]>().toEqualTypeOf<MessagePage>();
  });

  test("in what it sends", () => {
    expectTypeOf<Inputs["message"]["edit"]>().toEqualTypeOf<{ messageId: string; body: string }>();
    expectTypeOf<{ roomId: string; clientId: string; body: string }>().toExtend<Inputs["message"]["send"]>();
    expectTypeOf<{ roomId: string; body: string }>().not.toExtend<Inputs["message"]["send"]>();
  });
});
