import { describe, expect, test } from "vitest";
import { logTo } from "../../server/logging.ts";
import { ConnectionMeasurements } from "../../server/measurements/measurements.ts";
import { AccessLog, type RequestRecord } from "../../server/transport/access-log.ts";

const request: RequestRecord = {
  ...{ route: "trpc", method: "POST", calls: ["message.send"], status: 200, userId: "ada", address: "198.51.100.7" },
  ...{ durationMs: 1.6, aborted: false },
};
const ada = { userId: "ada", sessionId: "s" };
const bytes = { bytesReceived: 10, bytesSent: 20 };

function start(level = "info") {
  const lines: Record<string, unknown>[] = [];
  const write = (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>);
  let sumUp = () => {};
  const after = (_: number, run: () => void) => {
    sumUp = run;
    return () => {};
  };
  const measured = new ConnectionMeasurements();
  const access = new AccessLog(logTo({ write }, { level, version: "0.0.0" }), { after }, measured);
  return { access, lines, measured, sumUp: () => sumUp() };
}

describe("whoever runs the server reads", () => {
  test("that a connection has ended, with the code that the server sent, and the one that came where it sent none", () => {
    const { access, lines, measured } = start();
    const slow = access.opened("websocket", "198.51.100.7");
    const gone = access.opened("websocket", "198.51.100.7");
    slow.code = 4008;
    access.closed(slow, ada, 1006, bytes);
    access.closed(gone, null, 1001, bytes);
    const said = { log: "access", transport: "websocket", address: "198.51.100.7", ...bytes, msg: "connection closed" };
    expect(lines).toMatchObject([
      { ...said, userId: "ada", code: 4008 },
      { ...said, userId: null, code: 1001 },
    ]);
    expect(new Map(measured.closed).get("4008")).toBe(1);
    expect(new Map(measured.closed).get("1006")).toBe(0);
    expect(new Map(measured.open).get("websocket")).toBe(0);
  });

  test("what was asked of the API, and of health checks only where details are wanted", () => {
    for (const [level, expected] of [["info", ["trpc"]] as const, ["debug", ["trpc", "health"]] as const]) {
      const { access, lines } = start(level);
      access.request(request);
      access.request({ ...request, route: "health" });
      expect(lines.map(({ route }) => route)).toEqual(expected);
      expect(lines[0]).toMatchObject({ calls: ["message.send"], durationMs: 2 });
    }
  });

  test("of ten thousand that end at once five hundred and a sum, and the next minute's as before", () => {
    const { access, lines, measured, sumUp } = start();
    for (let count = 0; count < 5000; count += 1) {
      access.closed(access.opened("websocket", "198.51.100.7"), ada, 1006, bytes);
      access.request(request);
    }
    expect(lines).toHaveLength(500);
    sumUp();
    expect(lines.at(-1)).toMatchObject({ msg: "more requests and connections", requests: 4750, connections: 4750 });
    access.request(request);
    expect(lines).toHaveLength(502);
    sumUp();
    expect(lines).toHaveLength(502);
    expect(new Map(measured.requests).get("trpc 200")).toBe(5001);
  });

  test("no code and no address that somebody else has made up as a series of its own", () => {
    const { access, measured } = start();
    const before = [...measured.closed].length;
    for (let code = 3000; code < 3100; code += 1) access.closed(access.opened("websocket", "::1"), ada, code, bytes);
    expect([...measured.closed].length).toBe(before + 1);
    expect(new Map(measured.closed).get("other")).toBe(100);
  });
});
