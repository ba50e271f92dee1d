/** What a scrape has brought, by the text format that Prometheus reads. */
export interface Exposition {
  /** By name: what it is declared as. */
  types: Map<string, string>;
  helps: Map<string, string>;
  samples: Sample[];
}

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"/g;

/** Throws at the first line that is none of the format's. */
export function parseExposition(text: string): Exposition {
  const found: Exposition = { types: new Map(), helps: new Map(), samples: [] };
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword !== undefined) (keyword === "TYPE" ? found.types : found.helps).set(name, rest);
    else found.samples.push(readSample(line));
  }
  return found;
}

function readSample(line: string): Sample {
  const [, name, labels = "", text = ""] = sampleLine.exec(line) ?? [];
  const value = text === "Nan" ? Number.NaN : Number(text.replace("Inf", "Infinity"));
  if (name === undefined || (Number.isNaN(value) && !/^nan$/i.test(text))) throw new Error(`not a sample: ${line}`);
  return { name, labels: Object.fromEntries([...labels.matchAll(label)].map(([, key, given]) => [key, given])), value };
}

/** The value of one sample; undefined: there is none with exactly these labels. */
export function valueOf(
  { samples }: Exposition,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const wanted = JSON.stringify(Object.entries(labels).toSorted());
  const isWanted = (sample: Sample) =>
    sample.name === name && JSON.stringify(Object.entries(sample.labels).toSorted()) === wanted;
  return samples.find(isWanted)?.value;
}

/** Scrapes a server that runs on this machine. */
export async function scrape(url: string): Promise<Exposition> {
  const response = await fetch(`${url}/metrics`);
  if (response.status !== 200) throw new Error(`the metrics were answered with ${response.status}`);
  return parseExposition(await response.text());
}
