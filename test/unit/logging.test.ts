import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { logTo } from "../../server/logging.ts";

const canary = "canary-7f3a";

function logged(write: (log: ReturnType<typeof logTo>) => void): string {
  const lines: string[] = [];
  write(logTo({ write: (line) => void lines.push(line) }, { level: "info", version: "1.2.3" }));
  return lines.join("");
}

test("what people wrote and what opens doors is hidden, also further down", () => {
  const secrets = { token: canary, password: canary, body: canary, headers: { authorization: canary, cookie: canary } };
  const text = logged((log) => log.info({ ...secrets, request: secrets }, "a request"));
  expect(text).not.toContain(canary);
  expect(text).toContain("[hidden]");
});

test("a failed query is logged with its statement and cause, without its parameters", () => {
  const cause = Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
  const error = new DrizzleQueryError("insert into messages values (?)", [canary], cause);
  const text = logged((log) => log.error({ err: error }, "a write failed"));
  expect(text).not.toContain(canary);
  expect(text).toContain("insert into messages values (?)");
  expect(text).toContain("SQLITE_IOERR");
  expect(text).toContain("logging.test.ts");
});

test("a message that people's words have got into is logged without them", () => {
  const text = logged((log) => {
    for (const broken of [canary, `{"a":1}${canary}`, `[1,${canary}`, canary.repeat(10)]) {
      try {
        JSON.parse(broken);
      } catch (err) {
        log.error({ err }, "unreadable");
      }
    }
    log.error(
      { err: new DrizzleQueryError("insert", [`words\n    at ${canary}`], new Error("full")) },
      "a write failed",
    );
  });
  expect(text).not.toContain(canary.slice(0, 6));
  expect(text.match(/unreadable/g)).toHaveLength(4);
  expect(text).toContain("logging.test.ts");
});

test("each line says which program and which version wrote it", () => {
  const line: unknown = JSON.parse(logged((log) => log.warn("hello")));
  expect(line).toMatchObject({ level: "warn", msg: "hello", version: "1.2.3", pid: process.pid });
});

test("a thrown thing that is no error is still logged", () => {
  expect(logged((log) => log.error({ err: "out of luck" }, "odd"))).toContain("out of luck");
});
