import { useLayoutEffect, useState } from "react";

interface Keyed {
  readonly key: string;
}

export interface Window<Item> {
  readonly items: readonly Item[];
  /** The items came at the start, or went from there: the place on the screen is to be kept from the end. */
  readonly shift: boolean;
  /** Grows when nothing is left of what was there: another place in the history. */
  readonly generation: number;
  /** On the way to the next items: both ends have moved, which a virtual list takes one after the other. */
  readonly isHalfway: boolean;
}

/** Tells how a list of items became another one, in steps that keep the reader's place. */
export function useWindow<Item extends Keyed>(items: readonly Item[]): Window<Item> {
  const [window, setWindow] = useState<Window<Item>>({ items, shift: false, generation: 0, isHalfway: false });
  const isBehind = window.items !== items;
  if (isBehind && !window.isHalfway) setWindow(step(window, items));
  // What is halfway must have been rendered as it is before the next step.
  useLayoutEffect(() => {
    if (window.isHalfway) setWindow(step(window, items));
  }, [window, items]);
  return window;
}

/** The next step from what is shown to the items that there are. */
export function step<Item extends Keyed>(shown: Window<Item>, items: readonly Item[]): Window<Item> {
  const { generation } = shown;
  const came = indexOf(items, shown.items[0]);
  const went = indexOf(shown.items, items[0]);
  if (came < 0 && went < 0) {
    const isElsewhere = shown.items.length > 0 && items.length > 0;
    return { items, shift: false, generation: generation + (isElsewhere ? 1 : 0), isHalfway: false };
  }
  const shift = came > 0 || went > 0;
  const withStart = came > 0 ? [...items.slice(0, came), ...shown.items] : shown.items.slice(went);
  const isHalfway = shift && withStart.at(-1)?.key !== items.at(-1)?.key;
  return { items: isHalfway ? withStart : items, shift, generation, isHalfway };
}

function indexOf(items: readonly Keyed[], item: Keyed | undefined): number {
  return item === undefined ? -1 : items.findIndex(({ key }) => key === item.key);
}
