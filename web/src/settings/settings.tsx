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
  ["profile", "Profile", Profile],
  ["appearance", "Appearance", Appearance],
  ["notifications", "Notifications", Notifications],
  ["sessions", "Sessions", Sessions],
  ["password", "Password", Password],
  ["blocked", "Blocked people", Blocked],
] as const;

export function Settings({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Settings" wide onClose={onClose}>
      <Tabs.Root className={styles.settings} defaultValue="profile" orientation="vertical">
        <Tabs.List className={styles.tabs} aria-label="Settings">
          {pages.map(([id, name]) => (
            <Tabs.Trigger key={id} value={id} className={styles.tab}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {pages.map(([id, , Page]) => (
          <Tabs.Content key={id} value={id} className={styles.page}>
            <Page />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
