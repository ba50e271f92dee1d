import { useConnection } from "@natter/client/react";
import { CloudOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import styles from "./connection-pill.module.css";

/** Says when the connection is away for longer than a moment. It floats, so that nothing moves when it comes. */
export function ConnectionPill() {
  const connection = useConnection();
  const hasNetwork = useSyncExternalStore(onNetwork, () => navigator.onLine);
  const isAway = connection.name !== "open" || !hasNetwork;
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isAway]);
  return (
    <div role="status" className={styles.place}>
      {isAway && isLong ? (
        <p className={styles.pill}>
          <CloudOff size={15} />
          You are offline. What you send now goes out when the connection is back.
        </p>
      ) : null}
    </div>
  );
}

function onNetwork(listener: () => void): () => void {
  const ended = new AbortController();
  addEventListener("online", listener, { signal: ended.signal });
  addEventListener("offline", listener, { signal: ended.signal });
  return () => ended.abort();
}

/** A server that restarts is back before anybody has to know. */
const patienceMs = 1500;
