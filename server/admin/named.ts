import type { User } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { Services } from "../services.ts";

type Kind = User["kind"];

/** The id of an account that is called by its name. Throws `invalid_input` where there is none of this kind. */
export async function idOf(
  { store }: Pick<Services, "store">,
  kind: Kind,
  username: string,
  field = "username",
): Promise<string> {
  const user = await store.users.named(username);
  if (user?.kind === kind) return user.id;
  throw new NatterError("invalid_input", { fields: { [field]: `there is no ${kind} called ${username}` } });
}
