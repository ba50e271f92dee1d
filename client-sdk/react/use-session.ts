import type { Me } from "../../server/contract/index.ts";
import type { SessionState } from "../session.ts";
import type { ConnectionState } from "../transition.ts";
import { useObserved } from "./observe.ts";
import { useNatter } from "./provider.tsx";

/** Whether somebody is signed in. */
export function useSession(): SessionState {
  return useObserved(useNatter().session);
}

/** Who is signed in, as they are now; null until that is known, and while nobody is. */
export function useMe(): Me | null {
  return useObserved(useNatter().me);
}

/** How the connection is. */
export function useConnection(): ConnectionState {
  return useObserved(useNatter().connection);
}
