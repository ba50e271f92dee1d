import { createConfig, lintFromString } from "@redocly/openapi-core";
import openapiTS, { astToString } from "openapi-typescript";

/** The types of a client, made from an OpenAPI document. */
export async function typesOf(document: string): Promise<string> {
  return astToString(await openapiTS(document));
}

/** What is wrong with an OpenAPI document, or could be better. */
export async function lint(document: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source: document, config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ""})`);
}
