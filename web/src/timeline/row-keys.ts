import type { KeyboardEvent } from "react";

/** Arrow keys lead from the timeline into its rows and from row to row; Escape leads back to where one writes. */
export function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event;
  // A menu of a row is its child to React, but stands elsewhere on the page.
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Escape") {
    event.preventDefault();
    document.querySelector<HTMLElement>("[data-composer]")?.focus();
  }
  const isOnRow = target === currentTarget || target.matches("[data-row]");
  if (!isOnRow || (key !== "ArrowUp" && key !== "ArrowDown")) return;
  const rows = [...currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(target);
  const next = at < 0 ? lastVisible(rows, currentTarget) : rows[at + (key === "ArrowUp" ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function lastVisible(rows: readonly HTMLElement[], scroller: HTMLElement): HTMLElement | undefined {
  const bottom = scroller.getBoundingClientRect().bottom;
  return rows.findLast((row) => row.getBoundingClientRect().top < bottom) ?? rows.at(-1);
}
