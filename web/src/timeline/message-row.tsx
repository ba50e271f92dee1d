import type { Author, Message } from "@natter/client";
import { useMe } from "@natter/client/react";
import { memo, useState, type KeyboardEvent } from "react";
import { usePerson, useRoomActions } from "../room/room-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { classes } from "../ui/classes.ts";
import { dayOf, fullTimeOf, timeOf } from "../ui/time.ts";
import type { MessageEntry } from "./entries.ts";
import { MessageActions } from "./message-actions.tsx";
import { MessageBody } from "./message-body.tsx";
import styles from "./message-row.module.css";
import { PendingNote } from "./pending-note.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";

type MessageRowProps = MessageEntry & {
  /** The one that was jumped to. */
  isMarked: boolean;
  /** Of somebody whom the reader has blocked. */
  isHidden: boolean;
};

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, startsDay, startsUnread } = props;
  return (
    <div className={styles.entry}>
      {startsDay ? (
        <div className={styles.day} role="separator" aria-label={dayOf(message.createdAt)}>
          <span aria-hidden>{dayOf(message.createdAt)}</span>
        </div>
      ) : null}
      {startsUnread ? (
        <div className={styles.unread} role="separator" aria-label="New from here on">
          <span aria-hidden>New</span>
        </div>
      ) : null}
      {props.kind === "pending" ? <PendingRow {...props} /> : <StoredRow {...props} />}
    </div>
  );
});

function PendingRow({ message, continues }: Extract<MessageRowProps, { kind: "pending" }>) {
  const me = useMe();
  const { myId } = useRoomActions();
  const sender: Author = me ?? { id: myId, username: "", displayName: "You", kind: "person", avatarUrl: null };
  return (
    <article
      className={classes(styles.row, styles.pending)}
      data-row
      tabIndex={-1}
      aria-label={`${sender.displayName}, not sent yet`}
    >
      <Margin sender={sender} at={message.createdAt} continues={continues} />
      <div className={styles.main}>
        {continues ? null : <Heading sender={sender} at={message.createdAt} />}
        <MessageBody body={message.body} mentions={[]} />
        <PendingNote message={message} />
      </div>
    </article>
  );
}

function StoredRow({ message, continues, isMarked, isHidden }: Extract<MessageRowProps, { kind: "stored" }>) {
  const sender = usePerson(message.sender);
  const { myId } = useRoomActions();
  const [isNear, setNear] = useState(false);
  const [isShown, setShown] = useState(false);
  const label = `${sender.displayName}, ${timeOf(message.createdAt)}`;
  if (isHidden && !isShown) return <HiddenRow label={label} onShow={() => setShown(true)} />;
  return (
    <article
      className={classes(styles.row, message.mentions.includes(myId) && styles.mentionsMe)}
      data-row
      data-marked={isMarked}
      tabIndex={-1}
      aria-label={label}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={(event) => setNear(event.currentTarget.contains(event.relatedTarget))}
      onKeyDown={pressButton}
    >
      <Margin sender={sender} at={message.createdAt} continues={continues} />
      <div className={styles.main}>
        {continues ? null : <Heading sender={sender} at={message.createdAt} />}
        {message.replyTo === null ? null : <Quote of={message.replyTo} />}
        <Words message={message} />
        <Reactions message={message} />
      </div>
      <MessageActions message={message} isNear={isNear} />
    </article>
  );
}

function Words({ message }: { message: Message }) {
  if (message.deletedAt !== null) return <p className={styles.deleted}>This message was deleted.</p>;
  return (
    <>
      <MessageBody body={message.body} mentions={message.mentions} />
      {message.editedAt === null ? null : (
        <span className={styles.edited} title={fullTimeOf(message.editedAt)}>
          edited
        </span>
      )}
    </>
  );
}

function HiddenRow({ label, onShow }: { label: string; onShow: () => void }) {
  return (
    <article className={styles.row} data-row tabIndex={-1} aria-label={label}>
      <span className={styles.margin} />
      <p className={styles.deleted}>
        From somebody you have blocked.{" "}
        <button type="button" className={styles.link} onClick={onShow}>
          Show it
        </button>
      </p>
    </article>
  );
}

function Margin({ sender, at, continues }: { sender: Author; at: Date; continues: boolean }) {
  return (
    <span className={styles.margin}>
      {continues ? <time dateTime={at.toISOString()}>{timeOf(at)}</time> : <Avatar person={sender} />}
    </span>
  );
}

function Heading({ sender, at }: { sender: Author; at: Date }) {
  return (
    <div className={styles.heading}>
      <span className={styles.sender}>{sender.displayName}</span>
      {sender.kind === "bot" ? <span className={styles.bot}>bot</span> : null}
      <time dateTime={at.toISOString()} title={fullTimeOf(at)}>
        {timeOf(at)}
      </time>
    </div>
  );
}

/** On a row itself, a letter presses the button that names it. */
function pressButton(event: KeyboardEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (button === null) return;
  event.preventDefault();
  button.click();
}
