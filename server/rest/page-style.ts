/** The page's one style sheet: the colours and sizes of the web app. */
export const pageStyle = `:root {
  color-scheme: light dark;
  --font: system-ui, -apple-system, "Segoe UI", Inter, Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --ground: light-dark(#ffffff, #1a1b1f);
  --side: light-dark(#f6f5f2, #141518);
  --line: light-dark(#e5e3de, #2e3036);
  --text: light-dark(#1f2024, #e9e8e4);
  --quiet: light-dark(#63666d, #a0a3ab);
  --accent: light-dark(#0b6e5b, #5fd3b8);
  --accent-soft: light-dark(#0b6e5b14, #5fd3b81f);
  --danger: light-dark(#b3261e, #ff9a92);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 0.9375rem/1.55 var(--font);
  -webkit-font-smoothing: antialiased;
}
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: 0.5rem 0.75rem; }
nav {
  background: var(--side);
  border-bottom: 1px solid var(--line);
  padding: 1rem 1.25rem;
  font-size: 0.8125rem;
}
nav ul { list-style: none; margin: 0.25rem 0 0.75rem; padding: 0; }
nav li a {
  display: flex;
  align-items: baseline;
  gap: 0.5rem;
  padding: 0.2rem 0.5rem;
  border-radius: 0.375rem;
  color: inherit;
  font-family: var(--mono);
  font-size: 0.75rem;
  text-decoration: none;
  overflow-wrap: anywhere;
}
nav li a:hover { background: var(--accent-soft); }
nav summary, .group { margin: 0; padding: 0.3rem 0; cursor: pointer; font-weight: 600; }
.group a { color: inherit; text-decoration: none; }
.brand { margin: 0 0 0.75rem; font-size: 1.0625rem; font-weight: 650; }
.brand span { color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }
main { max-width: 54rem; padding: 1.5rem 1.25rem 6rem; }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 3.5rem 0 0.25rem; font-size: 1.25rem; }
h3 { margin: 0; font-size: 0.9375rem; overflow-wrap: anywhere; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover code { text-decoration: underline; }
h4 { margin: 1rem 0 0.25rem; color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
p { margin: 0.5rem 0; }
.note { color: var(--quiet); }
.note { font-size: 0.8125rem; white-space: nowrap; }
article { margin-top: 1.25rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: 0.875rem; }
article:target { border-color: var(--accent); }
tr:target { background: var(--accent-soft); }
.method {
  display: inline-block;
  flex: none;
  width: 3.4rem;
  color: var(--accent);
  font: 650 0.6875rem var(--mono);
  letter-spacing: 0.03em;
}
.method.GET { color: var(--quiet); }
.method.DELETE { color: var(--danger); }
code { font-family: var(--mono); font-size: 0.875em; }
p code, td code { overflow-wrap: anywhere; }
pre {
  margin: 0.75rem 0 0;
  padding: 0.75rem 1rem;
  overflow-x: auto;
  border-radius: 0.625rem;
  background: var(--side);
  font-size: 0.875rem;
  line-height: 1.6;
}
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th { color: var(--quiet); font-size: 0.75rem; font-weight: 500; text-align: left; }
th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
@media (width >= 60rem) {
  body { display: grid; grid-template-columns: 22rem minmax(0, 1fr); }
  nav {
    position: sticky;
    top: 0;
    height: 100vh;
    overflow-y: auto;
    border-right: 1px solid var(--line);
    border-bottom: 0;
    padding: 1.5rem 1.25rem;
  }
  main { padding: 2.5rem 3rem 8rem; }
  td:first-child { width: 13rem; }
}
@media (width < 60rem) {
  nav { max-height: 45vh; overflow-y: auto; }
}
`;
