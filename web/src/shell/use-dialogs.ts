import { createContext, useContext } from "react";

/** The dialogs that can be opened from everywhere. */
export type DialogName = "new-room" | "new-direct" | "browse" | "switcher" | "settings" | "keys";

interface Dialogs {
  show: (name: DialogName) => void;
}

export const DialogsContext = createContext<Dialogs>({ show: () => {} });

export function useDialogs(): Dialogs {
  return useContext(DialogsContext);
}
