import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { page, withTable } from "../../scripts/metrics-table.ts";
import { done, refused } from "../../server/audit/acts.ts";
import { catalogue } from "../../server/metrics/catalogue/catalogue.ts";

const metrics = Object.entries(catalogue);
const docs = readFileSync(page, "utf8");
const alerts = readFileSync(new URL("../../deploy/prometheus-alerts.yml", import.meta.url), "utf8");

describe("every metric", () => {
  test.each(metrics)("%s is named as Prometheus wants it", (name, { type, labels = [] }) => {
    expect(name).toMatch(/^natter(_[a-z]+)+$/);
    expect(name.endsWith("_total")).toBe(type === "counter");
    expect(name).not.toMatch(/_(count|sum|bucket|gauge|counter|histogram|info_total)$/);
    // Base units, at the end.
    expect(name).not.toMatch(/milli|micro|nano|minutes|hours|kilo|mega|percent|_ms|_kb|_mb/);
    for (const unit of ["seconds", "bytes"]) {
      if (name.includes(unit)) expect(name.replace(/_total$/, "")).toMatch(new RegExp(`_${unit}$`));
    }
    for (const label of labels) {
      expect(label).toMatch(/^[a-z]+$/);
      expect(["le", "quantile", "id", "user", "room", "path", "address"]).not.toContain(label);
      expect(name.split("_")).not.toContain(label);
    }
  });

  test.each(metrics)("%s says in sentences what it means", (_, { meaning, worrying }) => {
    expect(meaning).toMatch(/^[A-Z].+\.$/s);
    if (worrying !== undefined) expect(worrying).toMatch(/^\S.+\.$/s);
    expect(`${meaning}${worrying}`).not.toMatch(/[|\n]/);
  });

  test("stands in docs/observing.md as it is; `npm run docs:metrics` puts it there", () => {
    expect(docs).toBe(withTable(docs));
  });
});

describe("docs/observing.md and the alerts", () => {
  test("ask for metrics that there are, with labels that they have", () => {
    for (const [, name = "", given] of `${docs}${alerts}`.matchAll(/\b(natter_[a-z_]+)(?:\{([^}]*)\})?/g)) {
      const definition = catalogue[name] ?? catalogue[name.replace(/_(bucket|sum|count)$/, "")];
      expect(definition, name).toBeDefined();
      if (name.endsWith("_bucket")) expect(definition?.type).toBe("histogram");
      for (const [, label] of given?.matchAll(/(\w+)=~?"/g) ?? []) expect(definition?.labels, name).toContain(label);
    }
  });

  test("alerts are rules of Prometheus that say what to do", () => {
    const { groups } = parse(alerts) as { groups: { rules: Record<string, unknown>[] }[] };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) {
      expect(rule).toMatchObject({
        alert: expect.stringMatching(/^Natter[A-Z]/) as string,
        expr: expect.any(String) as string,
      });
      expect(rule["labels"]).toEqual({ severity: expect.stringMatching(/^(page|ticket)$/) as string });
      expect(rule["annotations"]).toEqual({ summary: expect.stringMatching(/^[A-Z].+[.?]/) as string });
    }
  });

  test("every act of the audit log is explained, and no other", () => {
    const source = readFileSync(new URL("../../server/audit/acts.ts", import.meta.url), "utf8");
    const acts = new Set(
      [...source.matchAll(/"((?:account|session|password|room|member|message|bot)\.\w+)"(?!:)/g)].map(([, act]) => act),
    );
    const section = docs.split("### The audit log")[1] ?? "";
    const explained = new Set([...section.matchAll(/`([a-z]+\.[a-zA-Z]+)`/g)].map(([, act]) => act));
    expect(acts.size).toBeGreaterThan(10);
    expect(explained).toEqual(acts);
    expect(Object.keys(refused).every((kind) => kind in done)).toBe(true);
  });
});
