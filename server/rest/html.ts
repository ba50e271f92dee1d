/** Text that is HTML already: only `html` and `trusted` make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | readonly Html[];

/** A piece of a page. What is put in is shown as text, unless it is HTML; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, index) => text + textOf(parts[index] ?? null)).join(""));
}

/** Text with `code` and blank lines between paragraphs. */
export function prose(text: string): Html[] {
  return text.split("\n\n").map((paragraph) => html`<p>${phrases(paragraph)}</p>`);
}

/** A line of text with `code` in it. */
export function phrases(text: string): Html[] {
  return text.split("`").map((phrase, index) => (index % 2 === 1 ? html`<code>${phrase}</code>` : html`${phrase}`));
}

/** A table that scrolls by itself where it is wider than the page. */
export function table(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div> `;
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(({ text }) => text).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
