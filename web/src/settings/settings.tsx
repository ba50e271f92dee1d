import { Tabs } from "radix-ui";
import { Dialog } from "../ui/dialog.tsx";
import { Appearance } from "./appearance.tsx";
import { Blocked } from "./blocked.tsx";
import { Notifications } from "./notifications.tsx";
import { Password } from "./password.tsx";
import { Profile } from "./profile.tsx";
import { Sessions } from "./sessions.tsx";
import styles from "./settings.module.css";

const pages = [
  ["Profile", Profile],
  ["Appearance", Appearance],
  ["Notifications", Notifications],
  ["Sessions", Sessions],
  ["Password", Password],
  ["Blocked people", Blocked],
] as const;

export function Settings({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Settings" wide onClose={onClose}>
      <Tabs.Root className={styles.settings} defaultValue="Profile" orientation="vertical">
        <Tabs.List className={styles.tabs} aria-label="Settings">
          {pages.map(([name]) => (
            <Tabs.Trigger key={name} value={name} className={styles.tab}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {pages.map(([name, Page]) => (
          <Tabs.Content key={name} value={name} className={styles.page}>
            <Page />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
