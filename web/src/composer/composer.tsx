import { limits, type Message, type RoomState } from "@natter/client";
import { Smile, SendHorizontal } from "lucide-react";
import { Popover } from "radix-ui";
import { lazy, Suspense, useId, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { useRoomActions } from "../room/room-context.ts";
import { IconButton } from "../ui/button.tsx";
import { About, type Composing } from "./about.tsx";
import { CompletionList, optionId } from "./completion-list.tsx";
import styles from "./composer.module.css";
import { useCompletion, wordAtCaret } from "./use-completion.ts";
import { useWriting } from "./use-writing.ts";

const EmojiPicker = lazy(async () => ({ default: (await import("../timeline/emoji-picker.tsx")).EmojiPicker }));

interface ComposerProps {
  state: RoomState;
  title: string;
  composing: Composing;
  /** Begins to write a new message, without an answer or an edit. */
  onDone: () => void;
}

export function Composer({ state, title, composing, onDone }: ComposerProps) {
  const { room, myId, edit } = useRoomActions();
  const { text, box, change, send, isTooLong, left } = useWriting(composing, onDone);
  const [caret, setCaret] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const word = wordAtCaret(text, caret);
  const people = useCompletion(room, state, word === dismissed ? null : word, myId);
  const active = Math.min(chosen, people.length - 1);

  const complete = (username: string) => {
    const start = caret - (word ?? "").length;
    const rest = text.slice(caret).replace(/^ /, "");
    change(`${text.slice(0, start)}${username} ${rest}`, start + username.length + 1);
    setCaret(start + username.length + 1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const handled = people.length > 0 ? completionKey(event.key) : writingKey(event);
    if (handled) event.preventDefault();
  };
  const completionKey = (key: string): boolean => {
    if (key === "ArrowDown" || key === "ArrowUp") {
      setChosen((active + (key === "ArrowDown" ? 1 : people.length - 1)) % people.length);
      return true;
    }
    const person = people[active];
    if ((key === "Enter" || key === "Tab") && person !== undefined) {
      complete(person.username);
      return true;
    }
    if (key === "Escape") setDismissed(word);
    return key === "Escape";
  };
  const writingKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (key === "Enter" && !shiftKey && !matchMedia("(pointer: coarse)").matches) send();
    else if (key === "Escape") onDone();
    else if (key === "ArrowUp" && text === "" && composing.kind === "new") {
      const mine = lastOfMine(state.messages, myId);
      if (mine === undefined) return false;
      edit(mine);
    } else return false;
    return true;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send();
    box.current?.focus();
  };
  const insert = (emoji: string) => {
    const at = box.current?.selectionStart ?? text.length;
    change(text.slice(0, at) + emoji + text.slice(at), at + emoji.length);
  };
  return (
    <form className={styles.composer} onSubmit={submit}>
      <CompletionList id={listId} people={people} active={active} onChoose={(person) => complete(person.username)} />
      <div className={styles.card}>
        <About composing={composing} onCancel={onDone} />
        <div className={styles.line}>
          <EmojiButton onChoose={insert} />
          <div className={styles.grow} data-text={text}>
            <label htmlFor={`${listId}-box`} className="visually-hidden">
              Message
            </label>
            <textarea
              id={`${listId}-box`}
              ref={box}
              data-composer
              rows={1}
              value={text}
              placeholder={`Write to ${title}`}
              aria-autocomplete="list"
              aria-controls={people.length > 0 ? listId : undefined}
              aria-activedescendant={people.length > 0 ? optionId(listId, active) : undefined}
              aria-invalid={isTooLong}
              autoComplete="off"
              onChange={({ target }) => {
                change(target.value);
                setCaret(target.selectionStart);
                setDismissed(null);
                setChosen(0);
              }}
              onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
              onKeyDown={onKeyDown}
            />
          </div>
          {left > 200 ? null : (
            <span className={styles.left} data-over={isTooLong} title={`${limits.body.max} characters at most`}>
              {isTooLong ? `${-left} too many` : left}
            </span>
          )}
          <button type="submit" className={styles.send} disabled={text.trim() === "" || isTooLong}>
            <SendHorizontal size={17} />
            <span className="visually-hidden">{composing.kind === "edit" ? "Save" : "Send"}</span>
          </button>
        </div>
      </div>
    </form>
  );
}

function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton label="Emoji" icon={<Smile size={19} />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.picker} side="top" align="start" collisionPadding={8} aria-label="Emoji">
          <Suspense fallback={null}>
            <EmojiPicker
              onChoose={(emoji) => {
                setOpen(false);
                onChoose(emoji);
              }}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function lastOfMine(messages: readonly Message[], myId: string): Message | undefined {
  return messages.findLast(({ sender, deletedAt }) => sender.id === myId && deletedAt === null);
}
