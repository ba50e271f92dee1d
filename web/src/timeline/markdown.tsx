import { useMemo, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import { splitMentions, type Names } from "./mentions.ts";
import styles from "./message-body.module.css";

/** Markdown with tables, task lists and the line breaks as they were typed. Mentions stand out. */
export function Markdown({ body, names }: { body: string; names: Names }) {
  const rehypePlugins = useMemo(() => [markMentions(names)], [names]);
  return (
    <ReactMarkdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components}>
      {body}
    </ReactMarkdown>
  );
}

const remarkPlugins = [remarkGfm, remarkBreaks];

/** A message has no outline of its own and loads nothing from elsewhere. */
const components: Components = {
  a: ({ href, children }) => <OutLink href={href}>{children}</OutLink>,
  img: ({ src, alt }) => <OutLink href={src}>{alt === "" || alt === undefined ? src : alt}</OutLink>,
  input: ({ checked }) => <span>{checked === true ? "☑ " : "☐ "}</span>,
  // What can be scrolled must be in reach of the keyboard.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    <div className={styles.table} tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
};

function OutLink({ href, children }: { href: unknown; children?: ReactNode }) {
  return (
    <a href={typeof href === "string" ? href : undefined} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Heading({ children }: { children?: ReactNode }) {
  return <p className={styles.heading}>{children}</p>;
}

interface Node {
  type: string;
  tagName?: string;
  value?: string;
  children?: Node[];
  properties?: Record<string, string>;
}

/** A rehype plugin: makes a span of each mention, outside of code and links. */
function markMentions(names: Names) {
  const visit = (node: Node): void => {
    if (node.tagName === "code" || node.tagName === "a") return;
    node.children = (node.children ?? []).flatMap((child) => {
      if (child.type === "text") return nodesOf(child.value ?? "", names);
      visit(child);
      return child;
    });
  };
  return () => visit;
}

function nodesOf(text: string, names: Names): Node[] {
  return splitMentions(text, names).map(({ text: value, mention }): Node => {
    const words = { type: "text", value };
    if (mention === null) return words;
    return { type: "element", tagName: "span", properties: { dataMention: mention }, children: [words] };
  });
}
