import { findFirefox, openFirefox } from "./firefox.ts";
import type { Person } from "./person.ts";
import { findWebKit, openWebKit } from "./webkit.ts";

export interface Engine extends AsyncDisposable {
  readonly version: string;
  newPerson(): Promise<Person>;
}

/** The browsers beside Chromium, or what to do to have them. */
export const engines: Record<string, () => Promise<Engine>> = {
  Firefox: async () => {
    const place = findFirefox();
    if (place === null) throw new Error(howTo("Firefox", "firefox-esr", "NATTER_FIREFOX"));
    return openFirefox(place);
  },
  WebKit: async () => {
    const places = findWebKit();
    if (places === null) throw new Error(howTo("WebKit", "webkit2gtk-driver xvfb", "NATTER_WEBKIT_DRIVER"));
    return openWebKit(places);
  },
};

function howTo(name: string, packages: string, variable: string): string {
  return `${name} was not found. On Debian: \`sudo apt-get install ${packages}\`; or set ${variable} to where it is.`;
}
