import { readdirSync, readFileSync } from "node:fs";

/** What the server and the generator, this process, have used of the processors. */
export interface Usage {
  /** Of one core: 0 to 1, more with threads on several. */
  server: number;
  generator: number;
  /** For how much of the time the server could have run, and something else did. */
  serverWaited: number;
  /** The server's, in microseconds. */
  serverMicros: number;
}

/** Starts to measure; the returned function says what was used since. */
export function startUsage(serverPid: number): () => Usage {
  const start = performance.now();
  const before = schedulingOf(serverPid);
  const own = process.cpuUsage();
  return () => {
    const micros = (performance.now() - start) * 1000;
    const after = schedulingOf(serverPid);
    const serverMicros = after.ranMicros - before.ranMicros;
    const { user, system } = process.cpuUsage(own);
    return {
      server: serverMicros / micros,
      generator: (user + system) / micros,
      serverWaited: (after.waitedMicros - before.waitedMicros) / micros,
      serverMicros,
    };
  };
}

/** Of a process's threads so far, as the scheduler counts it: to the nanosecond, where other counts are in 10 ms. */
function schedulingOf(pid: number): { ranMicros: number; waitedMicros: number } {
  const tasks = `/proc/${pid}/task`;
  let ranMicros = 0;
  for (const task of readdirSync(tasks)) ranMicros += readSchedule(`${tasks}/${task}`)[0] / 1000;
  // Its other threads wait for its own main one.
  return { ranMicros, waitedMicros: readSchedule(`${tasks}/${pid}`)[1] / 1000 };
}

function readSchedule(task: string): [ranNanos: number, waitedNanos: number] {
  const [ran, waited] = readFileSync(`${task}/schedstat`, "utf8").split(" ");
  return [Number(ran), Number(waited)];
}
