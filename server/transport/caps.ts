const second = 1000;

/** What one client, or one person, may cost this server. Every number stands beside its reason (promises.md, S3). */
export interface Caps {
  /** Sockets and streams of one address: a whole office behind one router, not a botnet. */
  socketsPerAddress: number;
  /** Sockets and streams of one person: tabs, devices and bots' workers, with room to spare. */
  socketsPerUser: number;
  /** HTTP requests of one person that are being answered: an answer may be megabytes, and wait for its reader. */
  requestsPerUser: number;
  /** The same of one connection. */
  requestsPerConnection: number;
  /** TCP connections in all: what a default limit of file descriptors and 1 GiB of memory allow. */
  connections: number;

  /** A frame or an HTTP body. A stock client puts all calls of one tick in one frame; no single input is over 40 KiB. */
  messageBytes: number;
  /** Fragments of a frame: browsers send one, libraries a few; each costs an object before the frame is whole. */
  fragments: number;
  /** Calls in one frame or batch. On reconnect a stock client opens all its subscriptions in one. */
  callsPerMessage: number;
  /** Entries in one frame, all of them answered. No frame holds more real calls: the shortest has 50 bytes. */
  entriesPerMessage: number;
  /** A request id travels back with every answer, so a long one would be multiplied. Stock clients count 1, 2, 3. */
  requestIdLength: number;
  /** Streams on one socket: a view of many rooms, each with its own stream. */
  subscriptionsPerSocket: number;
  /** Calls of a socket that run at once. Answers may be large, so what a reader does not take must stay few. */
  callsAtOnce: number;
  /** Calls of a socket that wait for their turn; the socket is not read while any wait. */
  callsWaiting: number;
  /** Calls of a socket, as a bucket; and one like it for kilobytes of anything else: who empties that is closed. */
  callBurst: number;
  callsPerSecond: number;

  /** From the handshake to a verified token. */
  authenticateMs: number;
  /** Between pings; who has not answered by the next one is gone. Twice this is below the 45 s of P8. */
  heartbeatMs: number;
  /** What is waiting for a socket before its streams are told to wait: a fast reader never gets there. */
  outgoingBytes: number;
  /** How long a full socket may take none of it; any answer over HTTP likewise. */
  stallMs: number;
  /** How long a client may take to answer a close. */
  closeMs: number;

  /** Slow headers and slow bodies are how a few connections hold many. */
  headersMs: number;
  requestMs: number;
  headerBytes: number;
  /** Longer than the 60 s after which most proxies let an idle connection go. */
  keepAliveMs: number;
}

export const caps: Caps = {
  socketsPerAddress: 1000,
  socketsPerUser: 50,
  requestsPerUser: 50,
  requestsPerConnection: 4,
  connections: 50_000,
  messageBytes: 256 * 1024,
  fragments: 64,
  callsPerMessage: 256,
  entriesPerMessage: 5000,
  requestIdLength: 64,
  subscriptionsPerSocket: 200,
  callsAtOnce: 32,
  callsWaiting: 1024,
  callBurst: 2000,
  callsPerSecond: 200,
  authenticateMs: 5 * second,
  heartbeatMs: 20 * second,
  outgoingBytes: 256 * 1024,
  stallMs: 30 * second,
  closeMs: 5 * second,
  headersMs: 10 * second,
  requestMs: 30 * second,
  headerBytes: 16 * 1024,
  keepAliveMs: 65 * second,
};

/** For load tests, where one address and one person stand for thousands. What bounds memory stays. */
export function withoutRateCaps(given: Caps): Caps {
  return {
    ...given,
    socketsPerAddress: Infinity,
    socketsPerUser: Infinity,
    requestsPerUser: Infinity,
    connections: Infinity,
    callBurst: Infinity,
    callsPerSecond: Infinity,
  };
}
