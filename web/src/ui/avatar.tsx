import type { Author, PresenceStatus } from "@natter/client";
import styles from "./avatar.module.css";
import { classes } from "./classes.ts";

interface AvatarProps {
  person: Pick<Author, "id" | "displayName" | "avatarUrl">;
  size?: "xs" | "sm" | "md" | "lg";
  presence?: PresenceStatus | undefined;
}

/** The name stands beside it, so it is hidden from screen readers; whoever shows presence says it in words too. */
export function Avatar({ person, size = "md", presence }: AvatarProps) {
  return (
    <span className={classes(styles.avatar, styles[size])} data-tint={tintOf(person.id)} aria-hidden>
      {isOurs(person.avatarUrl) ? <img src={person.avatarUrl} alt="" /> : initialsOf(person.displayName)}
      {presence === undefined ? null : <span className={styles.presence} data-status={presence} />}
    </span>
  );
}

/** Pictures of other servers are not loaded: they would learn who reads what, and when. */
function isOurs(url: string | null): url is string {
  return url !== null && url.startsWith(`${location.origin}/`);
}

const tints = 8;

/** The same person has the same tint everywhere. */
function tintOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return (hash >>> 16) % tints;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
