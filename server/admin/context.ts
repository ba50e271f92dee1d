import type { Services } from "../services.ts";
import { Context } from "../trpc.ts";

/** Who has got as far as the data folder runs the server: there is nobody to sign in as. */
export function adminContext(services: Services): Context {
  return new Context({ services, caller: null, address: "", device: null, refreshCookie: null, place: null });
}
