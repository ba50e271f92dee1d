export type Notices = "on" | "off" | "denied" | "impossible";

const key = "natter.notices";

/** Whether notifications are wanted, and whether the browser lets them through. */
export function noticesAre(): Notices {
  if (!("Notification" in window)) return "impossible";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && localStorage.getItem(key) === "on" ? "on" : "off";
}

export function setNotices(on: boolean): void {
  localStorage.setItem(key, on ? "on" : "off");
}

/** Asks the browser, which asks the person. */
export async function allowNotices(): Promise<void> {
  setNotices((await Notification.requestPermission()) === "granted");
}
