import { Button } from "./button.tsx";
import { explain } from "./explain.ts";
import styles from "./list.module.css";
import type { Pages } from "./use-pages.ts";

interface PagesEndProps {
  pages: Pages<unknown>;
  /** What to say where there is nothing. */
  empty: string;
}

/** What stands below a list that comes page by page. */
export function PagesEnd({ pages: { items, status, error, loadMore, reload }, empty }: PagesEndProps) {
  if (error !== null) {
    return (
      <div className={styles.note} role="alert">
        <p>{explain(error)}</p>
        <Button look="quiet" onClick={loadMore ?? reload}>
          Try again
        </Button>
      </div>
    );
  }
  if (status === "loading") return <p className={styles.note}>{items.length === 0 ? "Loading …" : "More …"}</p>;
  if (items.length === 0) return <p className={styles.note}>{empty}</p>;
  return loadMore === null ? null : (
    <button type="button" className={styles.more} onClick={loadMore}>
      Show more
    </button>
  );
}
