import { createContext, useCallback, useContext, useState, type ReactNode } from "react";

const AnnouncerContext = createContext<(words: string) => void>(() => {});

/** Has screen readers say something, when they have finished what they are saying. */
export function useAnnouncer(): (words: string) => void {
  return useContext(AnnouncerContext);
}

export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ words: "", times: 0 });
  const say = useCallback((words: string) => setSaid(({ times }) => ({ words, times: times + 1 })), []);
  return (
    <AnnouncerContext value={say}>
      {children}
      <div role="status" className="visually-hidden">
        {/* A new element each time: the same words twice are said twice. */}
        <span key={said.times}>{said.words}</span>
      </div>
    </AnnouncerContext>
  );
}
