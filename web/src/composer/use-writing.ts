import { limits } from "@natter/client";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useRoomActions } from "../room/room-context.ts";
import type { Composing } from "./about.tsx";
import { draftsOf } from "./drafts.ts";

interface Writing {
  text: string;
  box: RefObject<HTMLTextAreaElement | null>;
  /** `caret`: where it goes; without one it stays where the browser has put it. */
  change: (text: string, caret?: number) => void;
  send: () => void;
  isTooLong: boolean;
  /** How many more characters fit. */
  left: number;
}

/** The text being written: a draft that outlives the page, or the new words of an old message. */
export function useWriting(composing: Composing, onDone: () => void): Writing {
  const { room, myId, complain } = useRoomActions();
  const drafts = useMemo(() => draftsOf(myId), [myId]);
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(() => drafts.load(room.id));
  const [edited, setEdited] = useState<{ id: string; text: string } | null>(null);
  const caret = useRef<number | null>(null);
  const original = composing.kind === "edit" ? composing.message : null;
  const text = original === null ? draft : edited?.id === original.id ? edited.text : original.body;
  const left = limits.body.max - [...text].length;

  // Whoever begins an answer or an edit wants to write.
  useEffect(() => {
    const element = box.current;
    if (element === null || (composing.kind === "new" && matchMedia("(pointer: coarse)").matches)) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [composing]);

  useLayoutEffect(() => {
    if (caret.current === null) return;
    box.current?.focus();
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  const change = (next: string, nextCaret?: number) => {
    caret.current = nextCaret ?? null;
    if (original !== null) {
      setEdited({ id: original.id, text: next });
      return;
    }
    setDraft(next);
    drafts.save(room.id, next);
    room.setTyping(next.trim() !== "");
  };
  const send = () => {
    if (text.trim() === "" || left < 0) return;
    if (original !== null) {
      if (text !== original.body) room.edit(original.id, text).catch(complain);
      setEdited(null);
    } else {
      room.send(text, composing.kind === "reply" ? { replyToId: composing.message.id } : {});
      change("");
    }
    onDone();
  };
  return { text, box, change, send, isTooLong: left < 0, left };
}
