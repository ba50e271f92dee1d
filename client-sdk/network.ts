/**
 * Calls the listener when a browser says that the network may have changed: it is back online, or the page is shown
 * again (timers sleep in a hidden one). Does nothing elsewhere. Call the result to stop.
 */
export function onNetworkChange(listener: () => void): () => void {
  if (typeof addEventListener !== "function" || typeof document === "undefined") return () => {};
  const shown = () => {
    if (document.visibilityState === "visible") listener();
  };
  const ended = new AbortController();
  const { signal } = ended;
  addEventListener("online", listener, { signal });
  addEventListener("pageshow", listener, { signal });
  document.addEventListener("visibilitychange", shown, { signal });
  return () => ended.abort();
}
