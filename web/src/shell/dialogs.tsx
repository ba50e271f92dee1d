import { lazy, Suspense, useMemo, useState, type ComponentType, type ReactNode } from "react";
import { DialogsContext, type DialogName } from "./use-dialogs.ts";

const dialogs: Record<DialogName, ComponentType<{ onClose: () => void }>> = {
  "new-room": lazy(async () => ({ default: (await import("../rooms/new-room.tsx")).NewRoom })),
  "new-direct": lazy(async () => ({ default: (await import("../rooms/new-direct.tsx")).NewDirect })),
  browse: lazy(async () => ({ default: (await import("../rooms/browse-rooms.tsx")).BrowseRooms })),
  switcher: lazy(async () => ({ default: (await import("../rooms/room-switcher.tsx")).RoomSwitcher })),
  settings: lazy(async () => ({ default: (await import("../settings/settings.tsx")).Settings })),
  keys: lazy(async () => ({ default: (await import("./keys.tsx")).Keys })),
};

/** Shows one of the dialogs at a time; each is loaded when it is first asked for. */
export function DialogsProvider({ children }: { children: ReactNode }) {
  const [name, show] = useState<DialogName | null>(null);
  const value = useMemo(() => ({ show }), []);
  const Shown = name === null ? null : dialogs[name];
  return (
    <DialogsContext value={value}>
      {children}
      {Shown === null ? null : (
        <Suspense fallback={null}>
          <Shown onClose={() => show(null)} />
        </Suspense>
      )}
    </DialogsContext>
  );
}
