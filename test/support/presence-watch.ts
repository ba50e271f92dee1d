import type { Presence, PresenceUpdate } from "../../server/contract/index.ts";
import { Followed } from "./inbox.ts";
import type { Person } from "./people.ts";

/** Who is how, as someone sees it. Without people: those that the server chooses. */
export class PresenceWatch extends Followed<PresenceUpdate> {
  constructor(viewer: Pick<Person, "api">, ...people: Person[]) {
    const userIds = people.map(({ me }) => me.id);
    super((on) => viewer.api.presence.onChange.subscribe(people.length === 0 ? undefined : { userIds }, on));
  }

  /** Everything that was said about this person. */
  of({ me }: Person): Presence[] {
    return this.items.flatMap(({ users }) => users.filter(({ userId }) => userId === me.id));
  }

  statusOf(person: Person): string | undefined {
    return this.of(person).at(-1)?.status;
  }

  /** Resolves when the person is seen so. */
  sees(person: Person, status: Presence["status"]): Promise<void> {
    return this.until(() => this.statusOf(person) === status);
  }
}
