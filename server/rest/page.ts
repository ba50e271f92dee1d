import { html, phrases, prose, table, type Html } from "./html.ts";
import { reasonsByStatus, type OpenApiDocument, type OpenApiOperation, type Tag } from "./openapi.ts";
import { operationSection } from "./page-operation.ts";
import { fieldTable } from "./page-schema.ts";
import { reasonAnchor } from "./problem.ts";

/** A document as a page for people: no script, one style sheet, nothing from elsewhere. */
export function renderPage(document: OpenApiDocument): string {
  const { info } = document;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} API</title>
        <link rel="stylesheet" href="/api/style.css" />
      </head>
      <body>
        <a class="skip" href="#top">Skip to the text</a>
        <nav aria-label="Contents">
          <p class="brand">${info.title} <span>API ${info.version}</span></p>
          ${document.tags.map((tag) => contentsOf(document, tag))}
          <p class="group"><a href="#schemas">Shapes</a></p>
          <p class="group"><a href="#reasons">Errors</a></p>
        </nav>
        <main id="top">
          <h1>The ${info.title} API</h1>
          ${prose(info.description)}
          <p class="links">
            <a href="/api/openapi.json">openapi.json</a> is the same for programs (OpenAPI ${document.openapi}).
          </p>
          ${document.tags.map((tag) => tagSection(document, tag))} ${schemaSection(document)} ${reasonSection()}
        </main>
      </body>
    </html> `.text;
}

interface Listed {
  path: string;
  method: string;
  operation: OpenApiOperation;
}

function operationsOf({ paths }: OpenApiDocument, { name }: Tag): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags[0] === name)
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

function contentsOf(document: OpenApiDocument, tag: Tag): Html {
  const links = operationsOf(document, tag).map(
    ({ method, path, operation }) =>
      html`<li>
        <a href="#${operation.operationId}"><span class="method ${method}">${method}</span> ${path}</a>
      </li> `,
  );
  return html`<details open>
    <summary>${tag.description}</summary>
    <ul>
      ${links}
    </ul>
  </details> `;
}

function tagSection(document: OpenApiDocument, tag: Tag): Html {
  return html`<section aria-labelledby="tag-${tag.name}">
    <h2 id="tag-${tag.name}">${tag.description}</h2>
    ${operationsOf(document, tag).map(({ path, method, operation }) => operationSection(document, method, path, operation))}
  </section> `;
}

function schemaSection({ components }: OpenApiDocument): Html {
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) =>
      html`<article id="schema-${name}">
        <h3>${name}</h3>
        ${fieldTable(schema)}
      </article> `,
  );
  return html`<section aria-labelledby="schemas">
    <h2 id="schemas">Shapes</h2>
    <p>What comes back. Answers may get more fields: ignore what you do not know.</p>
    ${shapes}
  </section> `;
}

function reasonSection(): Html {
  const rows = reasonsByStatus().map(
    ({ reason, status, message }) =>
      html`<tr id="${reasonAnchor(reason)}">
        <td><code>${reason}</code></td>
        <td>${status}</td>
        <td>${phrases(message)}</td>
      </tr> `,
  );
  return html`<section aria-labelledby="reasons">
    <h2 id="reasons">Errors</h2>
    <p>
      A failed call answers with <code>application/problem+json</code>, a <a href="#schema-Problem">Problem</a>. Decide
      by its <code>reason</code>; one that you do not know, by the status. Where waiting helps there is
      <code>Retry-After</code> too.
    </p>
    ${table(["reason", "status", "what to do"], rows)}
  </section> `;
}
