import { Dialog } from "../ui/dialog.tsx";
import styles from "./keys.module.css";

const keys: [keys: string[], what: string][] = [
  [["Ctrl", "K"], "Go to a room"],
  [["Enter"], "Send what is written"],
  [["Shift", "Enter"], "Begin a new line"],
  [["↑"], "Change your last words, in an empty box"],
  [["@"], "Mention somebody"],
  [["Esc"], "Cancel; from the timeline, back to writing"],
  [["Shift", "Tab"], "From the box to the timeline; then ↑ and ↓"],
  [["R"], "Reply to the chosen words"],
  [["E"], "Change them"],
  [["+"], "React to them"],
  [["Ctrl", "/"], "Show these keys"],
];

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([combination, what]) => (
          <div key={what}>
            <dt>
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
