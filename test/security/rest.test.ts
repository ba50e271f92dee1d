import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../server/rest/routes.ts";
import { post } from "../support/raw-http.ts";
import { password } from "../support/people.ts";
import { problem, register, rest } from "../support/rest.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";

let server: ServerUnderTest;
beforeAll(async () => {
  server = await serverUnderTest();
});
afterAll(() => server[Symbol.asyncDispose]());

const isPublic = new Set(["system.info", "auth.register", "auth.login", "auth.refresh"]);

describe("REST is another door to the same procedures", () => {
  test.each(routes.filter(({ procedure }) => !isPublic.has(procedure)).map(({ method, path }) => `${method} ${path}`))(
    "%s: nobody gets in without a token",
    async (call) => {
      const [method = "", path = ""] = call.split(" ");
      const address = path.replace("{emoji}", "%F0%9F%91%8D").replaceAll(/\{\w+\}/g, "some");
      const query = path === "/search" ? "?query=some" : "";
      const json = method === "GET" || method === "DELETE" ? {} : { json: {} };
      expect(await problem(server.url, `${method} ${address}${query}`, json)).toMatchObject({
        status: 401,
        reason: "not_signed_in",
      });
    },
  );

  test("the document says so of the others, and of no more", () => {
    const said = routes.filter((route) => route.isPublic === true).map(({ procedure }) => procedure);
    expect(new Set(said)).toEqual(isPublic);
  });

  test("a refresh cookie is nobody here", async () => {
    const username = uniqueName("ada");
    const signedUp = await post(server.url, "auth.register", { username, password, cookie: true });
    const cookie = signedUp.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(cookie).toContain("natter_refresh=");
    for (const call of ["POST /auth/refresh", "POST /auth/logout", "GET /me"]) {
      expect(await problem(server.url, call, { headers: { cookie } })).toMatchObject({ reason: "not_signed_in" });
    }
  });

  test("a token in the URL is nobody either", async () => {
    const { token } = await register(server.url, uniqueName("ada"));
    expect(await problem(server.url, `GET /me?token=${token}&authorization=Bearer%20${token}`)).toMatchObject({
      reason: "not_signed_in",
    });
  });

  test.each(["__proto__", "constructor", "prototype", "toString", "..%2f..%2fetc", "%00", "a".repeat(5000)])(
    "an id of mallory's own making, %s, is no id",
    async (id) => {
      const { token } = await register(server.url, uniqueName("mallory"));
      const { reason } = await problem(server.url, `GET /users/${id}`, { token });
      expect(["not_found", "invalid_input"]).toContain(reason);
      await problem(server.url, `GET /users?${id}=1&limit=0`, { token });
    },
  );

  test("a body cannot say another room than the path does", async () => {
    const ada = await register(server.url, uniqueName("ada"));
    const json = { type: "private", name: "Engines" };
    const rooms = await Promise.all(
      [1, 2].map(() => rest<{ id: string }>(server.url, "POST /rooms", { token: ada.token, json })),
    );
    const [one = "", other = ""] = rooms.map(({ body }) => body.id);
    const sent = await rest<{ roomId: string }>(server.url, `POST /rooms/${one}/messages`, {
      token: ada.token,
      json: { roomId: other, body: "hello" },
    });
    expect(sent.body.roomId).toBe(one);
  });
});
