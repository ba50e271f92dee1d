import { useState } from "react";

interface Keyed {
  readonly key: string;
}

export interface Window<Item> {
  readonly items: readonly Item[];
  /** The items came at the start, or went from there: the place on the screen is to be kept from the end. */
  readonly shift: boolean;
  /** Grows when nothing is left of what was there: another place in the history. */
  readonly generation: number;
}

/** Tells how a list of items became another one. */
export function useWindow<Item extends Keyed>(items: readonly Item[]): Window<Item> {
  const [window, setWindow] = useState<Window<Item>>({ items, shift: false, generation: 0 });
  if (window.items === items) return window;
  const next = moved(window, items);
  setWindow(next);
  return next;
}

export function moved<Item extends Keyed>(before: Window<Item>, items: readonly Item[]): Window<Item> {
  const first = items[0];
  const firstBefore = before.items[0];
  if (first === undefined || firstBefore === undefined) return { ...before, items, shift: false };
  const came = items.findIndex(({ key }) => key === firstBefore.key);
  const went = before.items.findIndex(({ key }) => key === first.key);
  const isElsewhere = came < 0 && went < 0;
  return { items, shift: came > 0 || went > 0, generation: before.generation + (isElsewhere ? 1 : 0) };
}
