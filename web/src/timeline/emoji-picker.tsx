import { EmojiPicker as Frimousse, type EmojiPickerListComponents } from "frimousse";
import groups from "unicode-emoji-json/data-by-group.json" with { type: "json" };
import styles from "./emoji-picker.module.css";

const often = ["👍", "❤️", "😂", "🎉", "👀", "🙏", "✅"];

/** All emoji, by group and by name. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  return (
    <Frimousse.Root
      className={styles.picker}
      columns={9}
      resolveEmojiData={emojiData}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <Frimousse.Search className={styles.search} placeholder="Find an emoji" aria-label="Find an emoji" autoFocus />
      <div className={styles.often}>
        {often.map((emoji) => (
          <button key={emoji} type="button" onClick={() => onChoose(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <Frimousse.Viewport className={styles.viewport}>
        <Frimousse.Empty className={styles.empty}>No emoji is called so.</Frimousse.Empty>
        <Frimousse.List components={components} />
      </Frimousse.Viewport>
    </Frimousse.Root>
  );
}

const components: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={styles.group}>
      {category.label}
    </div>
  ),
  // Frimousse counts rows and columns from 0, ARIA from 1.
  Row: ({ children, "aria-rowindex": row = 0, ...props }) => (
    <div {...props} aria-rowindex={row + 1} className={styles.row}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, "aria-colindex": column = 0, ...props }) => (
    <button
      {...props}
      type="button"
      role="gridcell"
      aria-colindex={column + 1}
      className={styles.emoji}
      data-active={emoji.isActive}
    >
      {emoji.emoji}
    </button>
  ),
};

/** Newer ones are empty boxes on most devices. */
function isKnown({ emoji_version: version }: { emoji_version: string }): boolean {
  return Number(version) <= 15;
}

/** Ours, because the page may load nothing from elsewhere. */
function emojiData(locale: string) {
  return {
    locale,
    categories: groups.map(({ name }, index) => ({ index, label: name })),
    emojis: groups.flatMap(({ emojis }, category) =>
      emojis.filter(isKnown).map(({ emoji, name, slug, emoji_version: version }) => ({
        emoji,
        category,
        label: name,
        version: Number(version),
        tags: slug.split("_"),
      })),
    ),
    skinTones: { light: "🏻", "medium-light": "🏼", medium: "🏽", "medium-dark": "🏾", dark: "🏿" },
  };
}
