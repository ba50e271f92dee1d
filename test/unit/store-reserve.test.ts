import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Reserve } from "../../db/sqlite/reserve.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "natter-"));
  file = join(folder, "natter.db-reserve");
});

afterEach(() => rmSync(folder, { recursive: true }));

const megabytes = () => statSync(file).size / 1024 / 1024;

test("room on the disk is kept, given up, and kept again, by the next process too", () => {
  const reserve = new Reserve(file);
  reserve.keep();
  expect(megabytes()).toBe(4);
  // Taken from the disk, not only promised.
  expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(4 * 1024 * 1024);
  expect(statSync(file).mode & 0o077).toBe(0);
  reserve.release();
  expect(megabytes()).toBe(0);

  const later = new Reserve(file);
  later.keep();
  later.keep();
  expect(megabytes()).toBe(4);
});

test("where there is no room for it, it keeps what there is", () => {
  const reserve = new Reserve(join(folder, "missing", "natter.db-reserve"));
  reserve.keep();
  reserve.release();
});
