import type { NatterError } from "@natter/client";
import { isNatterError } from "@natter/client";
import { useCallback, useState } from "react";

export interface Action<Args extends unknown[]> {
  /** Does it; what goes wrong is in `error`. Resolves to whether it went well. */
  run: (...args: Args) => Promise<boolean>;
  busy: boolean;
  error: NatterError | null;
}

/** Something that a person asks for, that takes a while and can be refused. */
export function useAction<Args extends unknown[]>(action: (...args: Args) => Promise<unknown>): Action<Args> {
  const [state, setState] = useState<{ busy: boolean; error: NatterError | null }>({ busy: false, error: null });
  const run = useCallback(
    async (...args: Args) => {
      setState({ busy: true, error: null });
      try {
        await action(...args);
        setState({ busy: false, error: null });
        return true;
      } catch (error) {
        setState({ busy: false, error: isNatterError(error) ? error : null });
        if (!isNatterError(error)) throw error;
        return false;
      }
    },
    [action],
  );
  return { run, ...state };
}
