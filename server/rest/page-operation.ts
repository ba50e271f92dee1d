import { html, phrases, prose, table, type Html } from "./html.ts";
import type { OpenApiDocument, OpenApiOperation, Parameter } from "./openapi.ts";
import type { JsonSchema } from "./operation.ts";
import { fieldTable, typeOf } from "./page-schema.ts";

/** All that there is to know of one operation. */
export function operationSection(
  document: OpenApiDocument,
  method: string,
  path: string,
  operation: OpenApiOperation,
): Html {
  const { operationId, summary, description, requestBody } = operation;
  return html`<article id="${operationId}">
    <h3>
      <a href="#${operationId}"><span class="method ${method}">${method}</span> <code>${path}</code></a>
    </h3>
    <p class="summary">
      ${phrases(summary)}${operation.security === undefined ? null : html` <span class="note">Needs no token.</span>`}
    </p>
    ${description === undefined ? null : prose(description)} ${parameterTable(parametersOf(document, operation))}
    ${
      requestBody === undefined
        ? null
        : html`<h4>Body</h4>
            ${fieldTable(requestBody.content["application/json"].schema)}`
    }
    ${answerOf(operation)}
    <pre tabindex="0" aria-label="Example"><code>${curl(document, method, path, operation)}</code></pre>
  </article> `;
}

function parametersOf({ components }: OpenApiDocument, { parameters = [] }: OpenApiOperation): Parameter[] {
  return parameters.flatMap((parameter) => {
    if (!("$ref" in parameter)) return [parameter];
    return components.parameters[parameter.$ref.split("/").at(-1) ?? ""] ?? [];
  });
}

function parameterTable(parameters: readonly Parameter[]): Html | null {
  if (parameters.length === 0) return null;
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      html`<tr>
        <td><code>${name}</code>${required === true ? html` <span class="note">required</span>` : null}</td>
        <td>${place}</td>
        <td>${typeOf(schema)}</td>
        <td>${phrases(description ?? "")}</td>
      </tr> `,
  );
  return html`<h4>Parameters</h4>
    ${table(["name", "in", "type", ""], rows)} `;
}

function answerOf({ responses }: OpenApiOperation): Html {
  const [status = "", response] = Object.entries(responses)[0] ?? [];
  const content = response !== undefined && "content" in response ? response.content : undefined;
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  const schema: JsonSchema | undefined = media?.schema;
  if (schema === undefined) return html`<p class="answer">Answers <b>${status}</b>, without a body.</p>`;
  const what = type === "text/event-stream" ? html`a stream (<code>${type}</code>) of ` : null;
  return html`<p class="answer">Answers <b>${status}</b>: ${what}${typeOf(schema)}</p>`;
}

/** The call as one would type it. */
function curl({ servers }: OpenApiDocument, method: string, path: string, operation: OpenApiOperation): string {
  const body = operation.requestBody?.content["application/json"].example;
  const isStream =
    operation.responses["200"] !== undefined && JSON.stringify(operation.responses["200"]).includes("event-stream");
  const where = `"$NATTER${servers[0]?.url ?? ""}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${shellName(name)}`)}${exampleQuery(operation)}"`;
  const usual = body === undefined ? "GET" : "POST";
  const options = [
    ...(isStream ? ["-N"] : []),
    ...(method === usual ? [] : [`-X ${method}`]),
    where,
    ...(operation.security === undefined ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(body === undefined ? [] : [`--json '${JSON.stringify(body)}'`]),
  ];
  return `curl ${options.join(" \\\n  ")}`;
}

/** Parameters that must be given; of what they may say, something. */
function exampleQuery({ parameters = [] }: OpenApiOperation): string {
  const required = parameters.filter(
    (parameter): parameter is Parameter => "in" in parameter && parameter.in === "query",
  );
  const pairs = required.filter((parameter) => parameter.required === true).map(({ name }) => `${name}=engine`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** `roomId`: "ROOM_ID" */
function shellName(name: string): string {
  return name.replaceAll(/([A-Z])/g, "_$1").toUpperCase();
}
