/** A value that changes, in the form that UI frameworks take (`useSyncExternalStore` and the like). */
export interface Observed<T> {
  /** The value now. The same object until it changes. */
  getSnapshot(): T;
  /** Calls the listener after each change. Call the result to stop. */
  subscribe(listener: () => void): () => void;
}

/** A value that whoever holds it can set. */
export class Value<T> implements Observed<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    // A wrapper, so that a listener given twice is two subscriptions.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) callApp(listener);
  }
}

/** Calls what the app gave us. Its exception is the app's to see, and must not stop our own work half-way. */
export function callApp(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/**
 * A value made of others: computed when it is looked at, never twice for the same. Its listeners are called once a
 * turn, however much has changed in it.
 */
export class Derived<T> implements Observed<T> {
  readonly #compute: () => T;
  #value: { readonly now: T } | null = null;
  #telling = false;
  readonly #listeners = new Set<() => void>();

  constructor(compute: () => T) {
    this.#compute = compute;
  }

  readonly getSnapshot = (): T => (this.#value ??= { now: this.#compute() }).now;

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  /** Something that it is made of has changed. */
  changed(): void {
    this.#value = null;
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of [...this.#listeners]) callApp(listener);
    });
  }
}
