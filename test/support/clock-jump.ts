// Loaded before the server (`node --import`): at each SIGUSR2 the clock of the process jumps by what comes next.
const jumpsMinutes = [10, -20, 10];

const now = Date.now;
let ahead = 0;
process.on("SIGUSR2", () => (ahead += (jumpsMinutes.shift() ?? 0) * 60_000));

globalThis.Date = new Proxy(Date, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now() + ahead] : given),
  get: (target, name) => (name === "now" ? () => now() + ahead : Reflect.get(target, name)),
});
