import { useCallback, useSyncExternalStore } from "react";
import type { Observed } from "../observed.ts";

/** What is observed, as it is now; renders again when that changes. */
export function useObserved<T>(observed: Observed<T>): T {
  return useSelected(observed, same);
}

/** A part of what is observed: renders again only when that part changes. `select` must return parts, not make new ones. */
export function useSelected<T, Part>(observed: Observed<T>, select: (value: T) => Part): Part {
  const subscribe = useCallback((listener: () => void) => observed.subscribe(listener), [observed]);
  const part = () => select(observed.getSnapshot());
  return useSyncExternalStore(subscribe, part, part);
}

function same<T>(value: T): T {
  return value;
}
