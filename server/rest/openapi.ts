import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { reasons, type Reason } from "../contract/index.ts";
import { tidy, type Field, type JsonSchema, type Operation } from "./operation.ts";
import { statusOf } from "./problem.ts";
import { named } from "./schemas.ts";

/** An OpenAPI 3.1 document, as far as the page looks into it. */
export interface OpenApiDocument {
  openapi: "3.1.0";
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: Tag[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    securitySchemes: Record<string, object>;
    parameters: Record<string, Parameter>;
    responses: Record<string, object>;
    schemas: Record<string, JsonSchema>;
  };
}

export interface Tag {
  name: string;
  description: string;
}

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  description?: string;
  tags: [string];
  security?: [];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required: boolean; content: Record<"application/json", { schema: JsonSchema; example?: unknown }> };
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema: JsonSchema }> } | { $ref: string }
  >;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}

const schemaPath = "#/components/schemas/";

/** What the routes are, as a document that programs read. */
export function describe(operations: readonly Operation[], base: string, version: string): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  for (const operation of operations) {
    const { path, method } = operation.route;
    (paths[path] ??= {})[method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Natter",
      version,
      description: introduction,
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: base }],
    security: [{ bearer: [] }],
    tags,
    paths,
    components: { securitySchemes, parameters: { IdempotencyKey, LastEventID }, responses, schemas: namedSchemas() },
  };
}

/** `message.send`: "messageSend" */
export function operationIdOf(procedure: string): string {
  return procedure.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase());
}

const introduction = [
  "Chat, as JSON over plain HTTP. Sign in (`POST /auth/login`), then send the access token as `Authorization: Bearer TOKEN`; it is good for 15 minutes, and `POST /auth/refresh` gives the next one. A bot's token works likewise, and does not run out.",
  "Dates are ISO 8601 in UTC. Ids and cursors are opaque: give back what you got. Unknown fields may be added to answers: ignore what you do not know.",
  "A failed call answers with problem details (RFC 9457); `reason` is one of a closed list.",
].join("\n\n");

const tags: Tag[] = [
  { name: "auth", description: "Accounts and sessions" },
  { name: "user", description: "People" },
  { name: "room", description: "Rooms and their members" },
  { name: "message", description: "Messages" },
  { name: "sync", description: "Events" },
  { name: "presence", description: "Presence" },
  { name: "typing", description: "Typing" },
  { name: "bot", description: "Bots" },
  { name: "system", description: "The server" },
];

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", description: "An access token, or a bot's token." },
};

const IdempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Any text of your own. Sent again with the same key and content, the call is carried out once and answered alike; with other content it is refused (`client_id_reused`).",
  schema: { type: "string", pattern: "^[\\x20-\\x7e]{1,64}$" },
};

const LastEventID: Parameter = {
  name: "Last-Event-ID",
  in: "header",
  description: "The id of the last item that you have dealt with: the stream goes on after it.",
  schema: { type: "string", maxLength: 256 },
};

const problemContent = { "application/problem+json": { schema: { $ref: `${schemaPath}Problem` } } };
const responses = {
  Refused: { description: "The call is refused; `reason` says why.", content: problemContent },
  Failed: { description: "The server cannot answer now; `reason` says why.", content: problemContent },
};

function describeOperation(operation: Operation): OpenApiOperation {
  const { route, places } = operation;
  const [tag = ""] = route.procedure.split(".");
  const parameters = parametersOf(operation);
  return {
    operationId: operationIdOf(route.procedure),
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    tags: [tag],
    ...(route.isPublic === true && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(places.body.length > 0 && { requestBody: describeBody(places.body, route.example) }),
    responses: {
      ...describeAnswer(operation),
      "4XX": { $ref: "#/components/responses/Refused" },
      "5XX": { $ref: "#/components/responses/Failed" },
    },
  };
}

function parametersOf({ kind, route, places }: Operation): (Parameter | { $ref: string })[] {
  const resumes = places.query.some(({ name }) => name === "lastEventId");
  return [
    ...places.path.map((field) => parameter("path", field)),
    ...places.query.map((field) => parameter("query", field)),
    ...(route.idempotency === undefined ? [] : [{ $ref: "#/components/parameters/IdempotencyKey" }]),
    ...(kind === "subscription" && resumes ? [{ $ref: "#/components/parameters/LastEventID" }] : []),
  ];
}

/** Null cannot be said in a URL, and what describes a value describes its parameter. */
function parameter(place: "path" | "query", { name, schema, required }: Field): Parameter {
  const [only, ...others] = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const { description, ...plain } = only !== undefined && others.length === 0 ? only : schema;
  return {
    name,
    in: place,
    ...(required && { required }),
    ...(description !== undefined && { description }),
    schema: plain,
  };
}

function describeBody(fields: readonly Field[], example: unknown): NonNullable<OpenApiOperation["requestBody"]> {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const properties = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
  const schema = { type: "object", properties, ...(required.length > 0 && { required }) };
  return {
    required: required.length > 0,
    content: { "application/json": { schema, ...(example !== undefined && { example }) } },
  };
}

function describeAnswer({ kind, route }: Operation): OpenApiOperation["responses"] {
  const { answer } = route;
  if (answer === null) return { 204: { description: "Done." } };
  const schema = { $ref: `${schemaPath}${named.get(answer)?.id}` };
  if (kind === "subscription") {
    const description = "A stream that goes on. The schema is that of each item's `data`.";
    return { 200: { description, content: { "text/event-stream": { schema } } } };
  }
  const status = route.creates === true ? 201 : 200;
  return { [status]: { description: `${STATUS_CODES[status]}.`, content: { "application/json": { schema } } } };
}

function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(named, {
    uri: (id) => `${schemaPath}${id}`,
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  const sorted = Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema as JsonSchema]),
  );
}

/** Every reason there is, for the page. */
export function reasonsByStatus(): { reason: Reason; status: number; message: string }[] {
  return (Object.keys(reasons) as Reason[]).map((reason) => {
    return { reason, status: statusOf(reason), message: reasons[reason].message };
  });
}
