/** The part of a `WebSocket` that is used here: the browser's, Node's and that of the package `ws` all have it. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  /** Only `ws`: ends it without waiting for the other side. */
  terminate?(): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number }) => void): void;
}

export type SocketConstructor = new (url: string) => SocketLike;

/** How long a socket may take to open. */
const openMs = 10_000;
/** How long the other side may take to agree to a close. */
const closeMs = 1_000;

export interface SocketEvents {
  opened(): void;
  message(data: unknown): void;
  /** Comes once, and never after `drop`. 1006 also stands for a socket that did not open in time. */
  closed(code: number): void;
}

/** One socket from opening to its end. After `drop` it is silent. */
export class Socket {
  readonly #socket: SocketLike;
  readonly #openTimer: ReturnType<typeof setTimeout>;
  #dropped = false;
  /** Resolves when it is closed. */
  readonly #closed: Promise<void>;

  constructor(url: string, WebSocket: SocketConstructor, events: SocketEvents) {
    const socket = new WebSocket(url);
    this.#socket = socket;
    const ended = (code: number) => {
      if (!this.#dropped) events.closed(code);
    };
    this.#openTimer = setTimeout(() => ended(1006), openMs);
    socket.addEventListener("open", () => {
      clearTimeout(this.#openTimer);
      if (!this.#dropped) events.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (!this.#dropped) events.message(data);
    });
    // A close event follows each error and says more.
    socket.addEventListener("error", () => {});
    this.#closed = new Promise((resolve) => {
      socket.addEventListener("close", ({ code }) => {
        clearTimeout(this.#openTimer);
        resolve();
        ended(code);
      });
    });
  }

  send(data: string): void {
    this.#socket.send(data);
  }

  /** Closes it politely. Resolves when it is closed, or given up after a second. */
  async drop(): Promise<void> {
    this.#dropped = true;
    clearTimeout(this.#openTimer);
    this.#socket.close(1000);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)));
    await Promise.race([this.#closed, patience]);
    clearTimeout(timer);
    this.#socket.terminate?.();
  }
}
