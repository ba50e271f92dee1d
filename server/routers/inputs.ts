import { z } from "zod";
import { limits, type JsonObject } from "../contract/index.ts";
import { dataProblem } from "../domain/data.ts";
import { oneEmoji } from "../domain/emoji.ts";
import * as text from "../domain/text.ts";

/** Text that passes a check of the domain's; its words about what is wrong become the field's. */
function checked(problem: (value: string) => text.Problem) {
  return z.string().superRefine((value, issues) => {
    const found = problem(value);
    if (found !== null) issues.addIssue(found);
  });
}

/** A name that people see, in its normal form. */
function visibleName(max: number) {
  return z
    .string()
    .transform(text.normalName)
    .pipe(checked((value) => text.nameProblem(value, max)));
}

/** A line about something; an empty one is none. */
function note(max: number) {
  return checked((value) => text.textProblem(value, max)).transform((value) => text.normalName(value) || null);
}

// What `meta` says is for documents that are made of these schemas: a check in code cannot be read off.
export const id = checked((value) => (value === "" ? "empty" : text.textProblem(value, limits.id))).meta({
  minLength: 1,
  maxLength: limits.id,
});
export const clientId = z.string().regex(limits.clientId.pattern, "not 1 to 64 printable ASCII characters");
export const username = checked(text.usernameProblem).meta({
  minLength: limits.username.min,
  maxLength: limits.username.max,
  pattern: limits.username.pattern.source,
});
/** Only so far that hashing it is safe: whether it is strong enough is judged where one is set. */
export const password = checked((value) => {
  const { maxBytes } = limits.password;
  return text.utf8Bytes(value) > maxBytes ? `larger than ${maxBytes} bytes` : text.textProblem(value, maxBytes);
}).meta({ format: "password", maxLength: limits.password.maxBytes });
export const login = checked((value) => text.textProblem(value, limits.email)).meta({
  maxLength: limits.email,
  description: "The username or the email address.",
});
export const device = note(limits.device).meta({ maxLength: limits.device });
export const token = z.string().min(1).max(512);
export const displayName = visibleName(limits.displayName).meta({ minLength: 1, maxLength: limits.displayName });
export const roomName = visibleName(limits.roomName).meta({ minLength: 1, maxLength: limits.roomName });
export const topic = note(limits.topic).meta({ maxLength: limits.topic });
export const statusText = note(limits.statusText).meta({ maxLength: limits.statusText });
export const email = checked(text.emailProblem).meta({ format: "email", maxLength: limits.email });
export const avatarUrl = checked((value) => text.webAddressProblem(value, limits.avatarUrl)).meta({
  format: "uri",
  maxLength: limits.avatarUrl,
});
export const body = checked(text.bodyProblem).meta({ minLength: 1, maxLength: limits.body.max });

export const data = z
  .custom<JsonObject>()
  .superRefine((value, issues) => {
    const problem = dataProblem(value);
    if (problem !== null) issues.addIssue(problem);
  })
  .meta({ type: "object", description: "Anything of your own: 8 KiB of JSON, nested 8 deep at most." });

/** In its one spelling, so that the same emoji is the same reaction. */
export const emoji = z
  .string()
  .transform((value, issues): string => {
    const spelled = oneEmoji(value);
    if (spelled === null) issues.addIssue("not one emoji");
    return spelled ?? value;
  })
  .meta({ description: "One emoji." });

/** What is looked for; empty filters nothing. */
export const query = checked((value) => text.textProblem(value, limits.searchQuery)).meta({
  maxLength: limits.searchQuery,
});

export const limit = z.int().min(1).max(limits.page.max, `must be at most ${limits.page.max}`);

/** Text that a server of ours gave; null is taken for none, because clients keep it so. */
const opaque = z
  .string()
  .max(limits.cursor)
  .nullish()
  .transform((value) => value ?? undefined);

export const paging = { cursor: opaque, limit: limit.optional() };

/** Where a durable stream starts. */
export const resume = {
  lastEventId: opaque,
  maxReplay: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
};

/** How many items a page has. */
export function pageLimit(given: { limit?: number | undefined } | undefined): number {
  return given?.limit ?? limits.page.default;
}

/** Without the fields that were not given, so that they cannot be mistaken for given ones. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
