type Listener = (event: MessageEvent) => void;

/** An EventSource over fetch, which can send headers and tells how it is answered. As much of it as tRPC's link needs. */
export class FetchEventSource {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;
  readonly url: string;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #controller = new AbortController();
  readonly #headers: Record<string, string>;
  #lastEventId = "";

  constructor(url: string, init: { headers?: Record<string, string> } = {}) {
    this.url = url;
    this.#headers = init.headers ?? {};
    void this.#read();
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.set(
      type,
      (this.#listeners.get(type) ?? []).filter((other) => other !== listener),
    );
  }

  close(): void {
    this.readyState = 2;
    this.#controller.abort();
  }

  async #read(): Promise<void> {
    try {
      const resumed = this.#lastEventId === "" ? {} : { "last-event-id": this.#lastEventId };
      const response = await fetch(this.url, {
        headers: { ...this.#headers, ...resumed },
        signal: this.#controller.signal,
      });
      if (!response.ok || response.body === null) throw new Error(`${response.status}`);
      this.readyState = 1;
      let text = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) this.#dispatch(block);
      }
      throw new Error("ended");
    } catch {
      if (this.readyState === 2) return;
      this.readyState = 0;
      this.#emit("error", new MessageEvent("error"));
      setTimeout(() => void this.#read(), 20);
    }
  }

  #dispatch(block: string): void {
    const fields = new Map(block.split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]));
    const id = fields.get("id");
    if (id !== undefined) this.#lastEventId = id;
    const type = fields.get("event") ?? "message";
    if (fields.has("data"))
      this.#emit(type, new MessageEvent(type, { data: fields.get("data"), lastEventId: this.#lastEventId }));
  }

  #emit(type: string, event: MessageEvent): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}
