import { useCallback, useEffect, useState } from "react";
import type { RoomId } from "../../server/contract/index.ts";
import { isNatterError, type NatterError } from "../errors.ts";
import type { OpenRoom } from "../timeline/open-room.ts";
import { useNatter } from "./provider.tsx";

export interface UsedRoom {
  /** Null until it is open; for `useTimeline` and `useTyping`. */
  readonly room: OpenRoom | null;
  /** Why it could not be opened. */
  readonly error: NatterError | null;
  /** Tries again after an error. */
  readonly retry: () => void;
}

/** Holds a room open while the component is there. Several components may hold the same one; it is loaded once. */
export function useRoom(roomId: RoomId): UsedRoom {
  const { rooms } = useNatter();
  const [attempt, setAttempt] = useState({ rooms, roomId });
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  // Another room begins a new attempt by itself, a retry by making a new object.
  if (attempt.rooms !== rooms || attempt.roomId !== roomId) setAttempt({ rooms, roomId });
  useEffect(() => {
    let released = false;
    let release = () => {};
    attempt.rooms.open(attempt.roomId).then(
      (room) => {
        release = () => room.close();
        if (released) release();
        else setOutcome({ attempt, room, error: null });
      },
      (error: unknown) => {
        if (!isNatterError(error)) throw error;
        if (!released) setOutcome({ attempt, room: null, error });
      },
    );
    return () => {
      released = true;
      setOutcome(null);
      release();
    };
  }, [attempt]);
  const retry = useCallback(() => setAttempt({ rooms, roomId }), [rooms, roomId]);
  const mine = outcome?.attempt === attempt ? outcome : null;
  return { room: mine?.room ?? null, error: mine?.error ?? null, retry };
}

interface Outcome {
  readonly attempt: object;
  readonly room: OpenRoom | null;
  readonly error: NatterError | null;
}
