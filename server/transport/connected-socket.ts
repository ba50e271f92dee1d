import { WebSocket, type RawData } from "ws";

/** Whoever deals with a socket's events. */
export interface SocketEvents {
  message(data: RawData, isBinary: boolean): void;
  /** A ping or a pong. */
  alive(): void;
  failed(error: Error): void;
  closed(code: number): void;
}

/** A WebSocket that knows its connection, so that all sockets share their listeners: five closures each, for hours. */
export class ConnectedSocket extends WebSocket {
  connection: SocketEvents | null = null;

  connect(connection: SocketEvents): void {
    this.connection = connection;
    this.on("message", onMessage);
    this.on("ping", onAlive);
    this.on("pong", onAlive);
    this.on("error", onError);
    this.on("close", onClose);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  connectionOf(this)?.message(data, isBinary);
}

function onAlive(this: WebSocket): void {
  connectionOf(this)?.alive();
}

function onError(this: WebSocket, error: Error): void {
  connectionOf(this)?.failed(error);
}

function onClose(this: WebSocket, code: number): void {
  connectionOf(this)?.closed(code);
}

function connectionOf(socket: WebSocket): SocketEvents | null {
  return socket instanceof ConnectedSocket ? socket.connection : null;
}
