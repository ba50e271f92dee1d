import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDataFolder } from "../../server/data-folder.ts";
import { ExpectedFailure } from "../../server/expected-failure.ts";

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "natter-"))));
afterEach(() => rmSync(root, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the data folder", () => {
  test("is made with what leads to it, for this user alone", () => {
    const folder = openDataFolder(join(root, "deep", "data"));
    expect(folder.path).toBe(join(root, "deep", "data"));
    expect(modeOf(folder.path)).toBe("700");
  });

  test("is closed to others when it is empty or Natter's own", () => {
    for (const contents of [[], ["lost+found"], ["natter.db", "natter.db-wal"]]) {
      const path = join(root, `data-${contents.length}`);
      mkdirSync(path);
      for (const name of contents) writeFileSync(join(path, name), "");
      chmodSync(path, 0o755);
      openDataFolder(path);
      expect(modeOf(path)).toBe("700");
    }
  });

  test("that serves other purposes is refused and left as it is", () => {
    chmodSync(root, 0o755);
    writeFileSync(join(root, "letter.txt"), "");
    expect(() => openDataFolder(root)).toThrow(/holds other things and is open to other users: choose another folder/);
    expect(modeOf(root)).toBe("755");
  });

  test.each(["letter.txt", "letter.txt/data"])("cannot be a file, nor inside one: %s", (path) => {
    writeFileSync(join(root, "letter.txt"), "");
    expect(() => openDataFolder(join(root, path))).toThrow(ExpectedFailure);
  });

  // Root may write anywhere, so only others meet this.
  test.skipIf(process.getuid?.() === 0)("that cannot be written to is refused with what to do", () => {
    chmodSync(root, 0o500);
    expect(() => openDataFolder(root)).toThrow(/cannot be written to: give this user the right to/);
    chmodSync(root, 0o700);
  });
});

describe("the signing secret", () => {
  test("is made once and is the same after a restart", () => {
    const first = openDataFolder(root).secret();
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(openDataFolder(root).secret()).toEqual(first);
    expect(readdirSync(root)).toEqual(["secret.key"]);
    expect(modeOf(join(root, "secret.key"))).toBe("600");
  });

  test("of two folders is not the same", () => {
    const [one, other] = [openDataFolder(join(root, "a")), openDataFolder(join(root, "b"))];
    expect(one.secret()).not.toEqual(other.secret());
  });

  test("that others could read is closed to them", () => {
    const secret = openDataFolder(root).secret();
    chmodSync(join(root, "secret.key"), 0o644);
    expect(openDataFolder(root).secret()).toEqual(secret);
    expect(modeOf(join(root, "secret.key"))).toBe("600");
  });

  test("that is damaged stops the start instead of being replaced", () => {
    writeFileSync(join(root, "secret.key"), "short");
    expect(() => openDataFolder(root).secret()).toThrow(/secret.key is damaged: put it back from a backup/);
    expect(readFileSync(join(root, "secret.key"), "utf8")).toBe("short");
  });
});
