const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayThisYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** `14:05` */
export function timeOf(date: Date): string {
  return clock.format(date);
}

/** The whole date and time, for whoever wants to know exactly. */
export function fullTimeOf(date: Date): string {
  return fullTime.format(date);
}

/** As short as it can be understood: `14:05`, `yesterday`, `Tue`, `3 Nov`. */
export function shortTimeOf(date: Date, now = new Date()): string {
  const days = daysBetween(date, now);
  if (days <= 0) return clock.format(date);
  if (days === 1) return relative.format(-1, "day");
  if (days < 7) return weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? dayThisYear : dayOfYear).format(date);
}

/** The heading of a day: `Today`, `Yesterday`, `Tuesday, 3 November`. */
export function dayOf(date: Date, now = new Date()): string {
  const days = daysBetween(date, now);
  if (days === 0 || days === 1) return capital(relative.format(-days, "day"));
  return date.getFullYear() === now.getFullYear() ? longDay.format(date) : dayOfYear.format(date);
}

export function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

function daysBetween(date: Date, now: Date): number {
  // Noon, because a day may have 23 or 25 hours.
  const noon = (of: Date) => new Date(of.getFullYear(), of.getMonth(), of.getDate(), 12).getTime();
  return Math.round((noon(now) - noon(date)) / 86_400_000);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
