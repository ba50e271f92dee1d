import {
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
  type Interface,
} from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";

/** Where a chat is read and written: a terminal, or lines through pipes. */
export interface Screen {
  readonly isTerminal: boolean;
  /** Adds lines to what scrolls by. */
  print(...lines: string[]): void;
  /** What stands above the line being typed, until it is set again. A pipe has no such place. */
  setStatus(lines: readonly string[]): void;
  close(): void;
}

export interface ScreenEvents {
  line(text: string): void;
  /** The line being typed has changed. */
  typed(text: string): void;
  /** Ctrl-C on an empty line, Ctrl-D, or the end of what is piped in. */
  ended(): void;
  /** What the word before the cursor could become, and that word. */
  complete(line: string): [string[], string];
}

export function openScreen(input: NodeJS.ReadStream, output: NodeJS.WriteStream, events: ScreenEvents): Screen {
  return input.isTTY && output.isTTY
    ? new TerminalScreen(input, output, events)
    : new PipeScreen(input, output, events);
}

class PipeScreen implements Screen {
  readonly isTerminal = false;
  readonly #output: NodeJS.WriteStream;
  readonly #lines: Interface;

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream, events: ScreenEvents) {
    this.#output = output;
    this.#lines = createInterface({ input, terminal: false });
    this.#lines.on("line", (text) => events.line(text));
    this.#lines.on("close", () => events.ended());
  }

  print(...lines: string[]): void {
    this.#output.write(lines.map((line) => `${line}\n`).join(""));
  }

  setStatus(): void {}

  close(): void {
    this.#lines.close();
  }
}

/**
 * Everything that is said goes into the terminal's own scrollback, as lines: it can be searched, copied and read aloud.
 * Only the status and the line being typed are drawn again, below it.
 */
class TerminalScreen implements Screen {
  readonly isTerminal = true;
  readonly #output: WriteStream;
  readonly #lines: Interface;
  #isClosed = false;

  constructor(input: ReadStream, output: WriteStream, events: ScreenEvents) {
    this.#output = output;
    this.#lines = createInterface({
      input,
      output,
      prompt: promptBelow([]),
      completer: (line: string) => events.complete(line),
      removeHistoryDuplicates: true,
    });
    this.#lines.on("line", (text) => {
      this.#eraseTyped(text);
      this.#lines.prompt();
      events.line(text);
    });
    this.#lines.on("SIGINT", () => {
      if (this.#lines.line === "") this.close();
      else this.#lines.write(null, { ctrl: true, name: "u" });
    });
    this.#lines.on("close", () => {
      this.#eraseRows(this.#lines.getCursorPos().rows);
      this.#isClosed = true;
      events.ended();
    });
    emitKeypressEvents(input);
    input.on("keypress", () => events.typed(this.#lines.line));
    this.#lines.prompt();
  }

  print(...lines: string[]): void {
    const text = lines.map((line) => `${line}\n`).join("");
    if (this.#isClosed) return void this.#output.write(text);
    const { rows } = this.#lines.getCursorPos();
    this.#eraseRows(rows);
    // Drawing the prompt again begins as many rows further up as it had: they are made here.
    this.#output.write(`${text}${"\n".repeat(rows)}`);
    this.#lines.prompt(true);
  }

  setStatus(lines: readonly string[]): void {
    if (this.#isClosed) return;
    this.#lines.setPrompt(promptBelow(lines));
    this.#lines.prompt(true);
  }

  close(): void {
    if (!this.#isClosed) this.#lines.close();
  }

  /** After Enter the cursor stands below what was typed; what becomes of it is printed instead. */
  #eraseTyped(text: string): void {
    Object.assign(this.#lines, { line: text, cursor: text.length });
    const { rows } = this.#lines.getCursorPos();
    Object.assign(this.#lines, { line: "", cursor: 0 });
    this.#eraseRows(rows + 1);
  }

  #eraseRows(rows: number): void {
    moveCursor(this.#output, 0, -rows);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
  }
}

function promptBelow(status: readonly string[]): string {
  return [...status, "> "].join("\n");
}
