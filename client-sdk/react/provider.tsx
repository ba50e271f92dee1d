import { createContext, useContext, type ReactNode } from "react";
import type { NatterClient } from "../client.ts";

const ClientContext = createContext<NatterClient | null>(null);

export interface NatterProviderProps {
  /** Made once, outside of all components: it outlives them. Nothing here closes it. */
  client: NatterClient;
  children?: ReactNode;
}

/** Gives a client to the hooks in the components below it. */
export function NatterProvider({ client, children }: NatterProviderProps) {
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

/** The client of the nearest `NatterProvider`. Throws where there is none. */
export function useNatter(): NatterClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error("There is no <NatterProvider client={...}> above this component.");
  return client;
}
