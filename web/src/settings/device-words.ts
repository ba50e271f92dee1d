const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Mac OS X/, "macOS"],
  [/Windows/, "Windows"],
  [/Linux/, "Linux"],
];

/** `Firefox on Linux`, where a device is what a browser calls itself. */
export function deviceWords(device: string | null): string {
  if (device === null) return "Unknown device";
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(device))?.[1];
  const browser = find(browsers);
  const system = find(systems);
  if (browser === undefined) return device;
  return system === undefined ? browser : `${browser} on ${system}`;
}
