import { connect, type Socket } from "node:net";
import { clientFrame, opcodes } from "./frames.ts";
import { FrameReader, readBuffer } from "./frame-reader.ts";
import { prefixBytes, said, type Member, type Protocol } from "./protocol.ts";
import type { Listener, RoomMember } from "./room.ts";

/** Where a contestant is, and how it is spoken to. */
export interface Place {
  port: number;
  protocol: Protocol;
}

const handshakeEnd = "\r\n\r\n";

/** One member's connection: WebSocket by hand, because the generator has to cost less than any server. */
export class Client implements RoomMember {
  readonly member: Member;
  listener: Listener | null = null;
  /** Messages of the room that have come. */
  delivered = 0;
  /** What the messages said, where somebody wants to know. */
  texts: string[] | null = null;
  readonly #place: Place;
  readonly #socket: Socket;
  readonly #reader = new FrameReader((opcode, bytes, at, length) => this.#frame(opcode, bytes, at, length));
  readonly #entering = Promise.withResolvers<this>();
  readonly #gone = Promise.withResolvers<void>();
  #state: "upgrading" | "entering" | "ready" | "leaving" | "gone" = "upgrading";
  #sent = 0;
  #stalled = false;

  constructor(place: Place, member: Member) {
    this.#place = place;
    this.member = member;
    const onread = { buffer: readBuffer, callback: (count: number) => this.#read(count) };
    this.#socket = connect({ host: "127.0.0.1", port: place.port, noDelay: true, onread });
    this.#socket.on("connect", () => this.#upgrade());
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#closed());
  }

  /** Resolves when the member is signed in and hears everything. */
  get entered(): Promise<this> {
    return this.#entering.promise;
  }

  send(body: string): void {
    this.#sent += 1;
    this.#write(this.#place.protocol.send(this.member, this.#sent, body));
  }

  /** Every text that comes from now on is kept. */
  witness(): void {
    this.texts = [];
    this.#reader.whole = true;
  }

  /** Reads nothing from now on. */
  stall(): void {
    this.#stalled = true;
  }

  /** Says goodbye; resolves when the connection has gone. */
  leave(): Promise<void> {
    if (this.#state !== "gone") {
      this.#state = "leaving";
      this.#socket.write(clientFrame(opcodes.close, Buffer.from([0x03, 0xe8])));
    }
    return this.#gone.promise;
  }

  /** Drops the connection. */
  destroy(): void {
    this.#state = "leaving";
    this.#socket.destroy();
  }

  #upgrade(): void {
    const lines = [
      `GET ${this.#place.protocol.path} HTTP/1.1`,
      `Host: 127.0.0.1:${this.#place.port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    this.#socket.write(`${lines.join("\r\n")}${handshakeEnd}`);
  }

  #read(count: number): boolean {
    if (this.#state === "upgrading") {
      const answer = readBuffer.toString("latin1", 0, count);
      const end = answer.indexOf(handshakeEnd);
      if (!answer.startsWith("HTTP/1.1 101 ") || end < 0) {
        this.#fail(new Error(`the upgrade was refused: ${answer.split("\r\n", 1)[0]}`));
        return false;
      }
      this.#state = "entering";
      for (const text of this.#place.protocol.hello(this.member)) this.#write(text);
      this.#reader.take(count, end + handshakeEnd.length);
    } else this.#reader.take(count);
    return !this.#stalled;
  }

  #frame(opcode: number, bytes: Buffer, at: number, length: number): void {
    if (opcode === opcodes.text) this.#text(bytes, at, length);
    else if (opcode === opcodes.ping) {
      const payload = Buffer.from(bytes.subarray(at, at + Math.min(length, prefixBytes)));
      this.#socket.write(clientFrame(opcodes.pong, payload));
    } else if (opcode === opcodes.close) this.#closeFrame(length < 2 ? 1005 : bytes.readUInt16BE(at));
  }

  #text(bytes: Buffer, at: number, length: number): void {
    switch (this.#place.protocol.classify(bytes, at)) {
      case said.delivery:
        if (this.#state === "entering") this.#enter();
        else {
          this.delivered += 1;
          this.texts?.push(bytes.toString("utf8", at, at + length));
          this.listener?.onDelivery(this.delivered);
        }
        break;
      case said.acknowledged:
        this.listener?.onAcknowledged();
        break;
      case said.ready:
        this.#enter();
        break;
      case said.refused:
        this.#fail(new Error(`the server refused: ${bytes.toString("utf8", at, at + Math.min(length, prefixBytes))}`));
        break;
      case said.ping:
        this.#write(this.#place.protocol.pong);
        break;
      case said.nothing:
        break;
    }
  }

  #enter(): void {
    this.#state = "ready";
    this.#entering.resolve(this);
  }

  #closeFrame(code: number): void {
    if (this.#state !== "leaving") this.#fail(new Error(`the server closed with ${code}`));
    this.#socket.destroy();
  }

  #closed(): void {
    if (this.#state !== "leaving") this.#fail(new Error("the server cut the connection"));
    this.#state = "gone";
    this.#gone.resolve();
  }

  #fail(error: Error): void {
    if (this.#stalled || this.#state === "leaving" || this.#state === "gone") return;
    this.#entering.reject(error);
    this.listener?.onFailed(error);
    this.destroy();
  }

  #write(text: string): void {
    this.#socket.write(clientFrame(opcodes.text, text));
  }
}
