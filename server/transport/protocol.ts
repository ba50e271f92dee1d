import { oldestProtocol } from "../contract/index.ts";
import { NatterError } from "../errors.ts";

/**
 * Throws `client_too_old` where a client says that it speaks a version of the protocol that this server no longer does,
 * or one that is no number. A client that says nothing is taken as it is.
 */
export function assertSpoken(version: string | string[] | undefined): void {
  if (version !== undefined && !(Number(version) >= oldestProtocol)) throw new NatterError("client_too_old");
}
