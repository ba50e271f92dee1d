/** Who has frames waiting for the end of the turn. */
export interface Waiting {
  flush(): void;
}

/** For so long may writes to sockets hold the loop, one after another, before others have their turn. */
const sliceMs = 10;
const flushesBetweenLooks = 16;

/**
 * Gathers what all sockets get in one turn of the event loop, so that each gets it in one write: a write costs 20 times
 * what encoding the next frame into it does. Sockets that got the same frames share one buffer.
 */
export class Turn {
  #start = new Run(null, null);
  #waiting: Waiting[] = [];

  /** A new run of frames for someone who is to be flushed at the end of the turn. */
  begin(who: Waiting): Run {
    // setImmediate and not nextTick: what other sockets bring in this turn, and the writes of one commit, join in.
    if (this.#waiting.length === 0) setImmediate(() => this.#end());
    this.#waiting.push(who);
    return this.#start;
  }

  #end(): void {
    this.#start = new Run(null, null);
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#flush(waiting, 0);
  }

  /** A slice of each turn: who has not had theirs yet goes on gathering meanwhile. */
  #flush(waiting: readonly Waiting[], from: number): void {
    const end = performance.now() + sliceMs;
    for (let next = from; next < waiting.length; next += 1) {
      if (next > from && next % flushesBetweenLooks === 0 && performance.now() > end) {
        setImmediate(() => this.#flush(waiting, next));
        return;
      }
      waiting[next]?.flush();
    }
  }
}

/**
 * Some frames, one after another. Adding the same frame to the same run gives the same longer run, so all sockets that
 * read the same streams come to the same run, and its bytes are put together once.
 */
export class Run {
  readonly length: number;
  readonly #before: Run | null;
  readonly #frame: Buffer | null;
  /** Almost always everyone goes on in the same way: the map is for when they do not. */
  #first: Run | null = null;
  #others: Map<Buffer, Run> | null = null;
  #bytes: Buffer | null = null;

  constructor(before: Run | null, frame: Buffer | null) {
    this.#before = before;
    this.#frame = frame;
    this.length = (before?.length ?? 0) + (frame?.length ?? 0);
  }

  /** This run and one frame more. */
  with(frame: Buffer): Run {
    if (this.#first !== null && this.#first.#frame === frame) return this.#first;
    let run = this.#others?.get(frame);
    if (run !== undefined) return run;
    run = new Run(this, frame);
    if (this.#first === null) this.#first = run;
    else (this.#others ??= new Map()).set(frame, run);
    return run;
  }

  bytes(): Buffer {
    return (this.#bytes ??= this.#join());
  }

  #join(): Buffer {
    const frames: Buffer[] = [];
    for (let run: Run | null = this; run !== null; run = run.#before) {
      if (run.#frame !== null) frames.push(run.#frame);
    }
    const [only] = frames;
    return frames.length === 1 && only !== undefined ? only : Buffer.concat(frames.reverse(), this.length);
  }
}
