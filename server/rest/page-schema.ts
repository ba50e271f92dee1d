import { html, phrases, table, type Html } from "./html.ts";
import type { JsonSchema } from "./operation.ts";

/** The fields of an object; of anything else, what it may be. */
export function fieldTable(schema: JsonSchema): Html {
  if (schema.properties === undefined) return html`<p>${typeOf(schema)}</p>`;
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const isOptional = schema.required?.includes(name) !== true;
    return html`<tr>
      <td><code>${name}</code>${isOptional ? html` <span class="note">optional</span>` : null}</td>
      <td>${typeOf(field)}</td>
      <td>${phrases(descriptionOf(field))}</td>
    </tr> `;
  });
  return table(["field", "type", ""], rows);
}

/** What a value is, in a few words, with a link where it has a name. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, anyOf, oneOf, items, enum: values, const: only } = schema;
  if (typeof $ref === "string") return linkTo($ref);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return html`${joined(choices.map(typeOf), " or ")}`;
  if (values !== undefined)
    return html`${joined(
      values.map((value) => html`<code>${value}</code>`),
      ", ",
    )}`;
  if (only !== undefined) return html`<code>${only}</code>`;
  if (items !== undefined) return html`list of ${typeOf(items)}${boundsOf(schema)}`;
  const types = [schema.type ?? "anything"].flat().join(" or ");
  return html`${schema.format === "date-time" ? "date" : types}${boundsOf(schema)}`;
}

function linkTo(ref: string): Html {
  const name = ref.split("/").at(-1) ?? "";
  return html`<a href="#schema-${name}">${name}</a>`;
}

function joined(parts: readonly Html[], separator: string): Html[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [html`${separator}`, part]));
}

function boundsOf({ minLength, maxLength, minItems, maxItems, minimum, maximum }: JsonSchema): string {
  const low = minLength ?? minItems ?? minimum;
  const high = maxLength ?? maxItems ?? maximum;
  if (high === undefined) return "";
  return low === undefined ? `, up to ${high}` : `, ${low} to ${high}`;
}

/** Where a value may be null, what is said of it stands inside. */
function descriptionOf({ description, anyOf = [] }: JsonSchema): string {
  return description ?? anyOf.find((choice) => choice.description !== undefined)?.description ?? "";
}
