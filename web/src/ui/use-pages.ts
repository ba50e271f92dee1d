import { isNatterError, type NatterError, type Page } from "@natter/client";
import { useCallback, useEffect, useState } from "react";

export interface Pages<T> {
  items: readonly T[];
  status: "loading" | "ready" | "failed";
  error: NatterError | null;
  /** Null at the end. */
  loadMore: (() => void) | null;
  /** From the first page again. */
  reload: () => void;
}

type Load<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

interface State<T> {
  items: readonly T[];
  cursor: string | null;
  status: Pages<T>["status"];
  error: NatterError | null;
}

/** A list that the server gives page by page; it begins anew when `load` becomes another function. */
export function usePages<T>(load: Load<T>): Pages<T> {
  const [wanted, setWanted] = useState<{ cursor: string | null }>({ cursor: null });
  const [state, setState] = useState<State<T>>({ items: [], cursor: null, status: "loading", error: null });
  useEffect(() => setWanted({ cursor: null }), [load]);
  useEffect(() => {
    const ended = new AbortController();
    setState((before) => ({ ...before, status: "loading", error: null }));
    load(wanted.cursor, ended.signal).then(
      ({ items, nextCursor }) => {
        if (ended.signal.aborted) return;
        setState((before) => ({
          items: wanted.cursor === null ? items : [...before.items, ...items],
          cursor: nextCursor,
          status: "ready",
          error: null,
        }));
      },
      (error: unknown) => {
        if (ended.signal.aborted) return;
        if (!isNatterError(error)) throw error;
        setState((before) => ({ ...before, status: "failed", error }));
      },
    );
    return () => ended.abort();
  }, [load, wanted]);
  const reload = useCallback(() => setWanted({ cursor: null }), []);
  const { items, status, error, cursor } = state;
  const loadMore = cursor === null || status === "loading" ? null : () => setWanted({ cursor });
  return { items, status, error, loadMore, reload };
}
