/** Three digits that mean something: 1,234,567 is 1,230,000 and 0.12345 is 0.123. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}
