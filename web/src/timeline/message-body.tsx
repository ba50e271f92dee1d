import type { UserId } from "@natter/client";
import { useMe, useNatter, useObserved } from "@natter/client/react";
import { lazy, memo, Suspense, useMemo } from "react";
import { splitMentions, type Names } from "./mentions.ts";
import styles from "./message-body.module.css";

const Markdown = lazy(async () => ({ default: (await import("./markdown.tsx")).Markdown }));

interface MessageBodyProps {
  body: string;
  mentions: readonly UserId[];
}

/** What somebody wrote: Markdown, in which HTML is shown as the text that it is. */
export const MessageBody = memo(function MessageBody({ body, mentions }: MessageBodyProps) {
  const names = useNames(mentions);
  const plain = <PlainText body={body} names={names} />;
  return (
    <div className={styles.body} data-body data-emoji={isEmojiOnly(body)}>
      {hasMarkup.test(body) ? (
        <Suspense fallback={<div data-waiting>{plain}</div>}>
          <Markdown body={body} names={names} />
        </Suspense>
      ) : (
        plain
      )}
    </div>
  );
});

/** Most messages are plain text, and need neither the time nor the code that Markdown takes. */
const hasMarkup = /[*_`~[\]|<&\\]|^[ \t]*(?:[#>+=-]|\d+[.)])|^(?: {4}|\t)|https?:|www\.|\w@\w/im;

/** Looks as Markdown makes it look. */
function PlainText({ body, names }: { body: string; names: Names }) {
  return body
    .trim()
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph, index) => (
      // Parts of one text: they do not move.
      <p key={index} className={styles.plain}>
        {splitMentions(paragraph, names).map(({ text, mention }, part) =>
          mention === null ? (
            text
          ) : (
            <span key={part} data-mention={mention}>
              {text}
            </span>
          ),
        )}
      </p>
    ));
}

function useNames(mentions: readonly UserId[]): Names {
  const people = useObserved(useNatter().people);
  const mine = useMe()?.username.toLowerCase() ?? null;
  const all = mentions.map((id) => people.get(id)?.username.toLowerCase() ?? "").join(" ");
  return useMemo(() => ({ all: new Set(all.split(" ").filter(Boolean)), mine }), [all, mine]);
}

const fewEmoji = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

function isEmojiOnly(body: string): boolean {
  return body.length < 60 && fewEmoji.test(body.trim());
}
