import { describe as group, expect, test } from "vitest";
import { reasons } from "../../server/contract/index.ts";
import { describe } from "../../server/rest/openapi.ts";
import { Operation } from "../../server/rest/operation.ts";
import { renderPage } from "../../server/rest/page.ts";
import { reasonAnchor } from "../../server/rest/problem.ts";
import { routes } from "../../server/rest/routes.ts";
import { named } from "../../server/rest/schemas.ts";
import { appRouter } from "../../server/router.ts";
import { lint } from "../generated-client/generate.ts";

const operations = routes.map((route) => new Operation(appRouter, route));
const document = describe(operations, "/api/v1", "1.2.3");

group("the routes", () => {
  test("lead to every procedure, and to each once", () => {
    const procedures = Object.keys(appRouter._def.procedures);
    expect(routes.map(({ procedure }) => procedure).toSorted()).toEqual(procedures.toSorted());
  });

  test("are all different, and change nothing by GET", () => {
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
    const byGet = operations.filter(({ route }) => route.method === "GET");
    expect(byGet.map(({ kind }) => kind).filter((kind) => kind === "mutation")).toEqual([]);
    expect(operations.filter(({ kind }) => kind !== "mutation")).toEqual(byGet);
  });

  test.each(operations.map((operation) => [`${operation.route.method} ${operation.route.path}`, operation] as const))(
    "%s has an input for each open part of its path",
    (_, { pathNames, places }) => {
      expect(places.path.map(({ name }) => name).toSorted()).toEqual(pathNames.toSorted());
    },
  );

  test("answer with schemas that have names", () => {
    for (const { answer } of routes) if (answer !== null) expect(named.get(answer)?.id).toMatch(/^[A-Z]/);
  });

  test("give examples that their procedures' schemas know", () => {
    for (const { route, places } of operations) {
      const known = [...places.body, ...places.query].map(({ name }) => name);
      expect(known).toEqual(expect.arrayContaining(Object.keys(route.example ?? {})));
    }
  });
});

group("the document", () => {
  test("has nothing that a linter would have otherwise", async () => {
    expect(await lint(JSON.stringify(document))).toEqual([]);
  });

  test("a linter would find what is wrong with it", async () => {
    const broken = structuredClone(document);
    delete broken.components.schemas["Message"];
    expect(await lint(JSON.stringify(broken))).not.toEqual([]);
  });

  test("says the limits that the procedures check in code", () => {
    const send = document.paths["/rooms/{roomId}/messages"]?.["post"]?.requestBody?.content["application/json"].schema;
    expect(send?.properties?.["body"]).toMatchObject({ type: "string", minLength: 1, maxLength: 4000 });
    expect(send?.required).toEqual(["body"]);
  });

  test("keeps cookies to itself: over REST there are none", () => {
    expect(JSON.stringify(document)).not.toContain("cookie");
  });
});

group("the page", () => {
  const page = renderPage(document);

  test("shows every operation and every reason, and links to nothing that is not there", () => {
    const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));
    for (const reason of Object.keys(reasons)) expect(anchors).toContain(reasonAnchor(reason as keyof typeof reasons));
    expect(page.match(/<pre /g)).toHaveLength(routes.length);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
  });

  test("needs no script and no style of its own, and nothing from elsewhere", () => {
    expect(page).not.toMatch(/<script|<style| style="| on\w+="|(src|href)="(https?:)?\/\//);
  });

  test("shows text as text", () => {
    const evil = structuredClone(document);
    evil.info.title = `<img src=x onerror="alert(1)">`;
    expect(renderPage(evil)).not.toContain("<img");
  });
});
