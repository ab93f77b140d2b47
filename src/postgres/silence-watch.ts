import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A connection as the watch sees it. */
export interface WatchedConnection {
  readonly socket: Socket;
  /** Whether the server owes an answer. */
  isWaiting(): boolean;
}

/** How long a silent server is believed, milliseconds. */
export interface Patience {
  /** So long a server may owe an answer before it is asked whether it is there. */
  readonly silence: number;
  /** So long it may take to answer that on a new connection. */
  readonly answer: number;
}

/** Together less than a minute, and more than a busy server needs to take a connection. */
export const PATIENCE: Patience = { silence: 15_000, answer: 20_000 };

interface Heard {
  bytes: number;
  sinceMs: number;
}

/**
 * Notices a server that vanished without closing its connections: a failover, a pulled cable, a network that forgets. TCP
 * alone retries what it has sent for a quarter of an hour. A query may take long, so a server that is silent is asked on a
 * new connection; where that brings no answer either, all connections to it end, and their queries fail.
 */
export class SilenceWatch {
  readonly #open = new Map<WatchedConnection, Heard>();
  readonly #isThere: (withinMs: number) => Promise<boolean>;
  readonly #patience: Patience;
  #timer: NodeJS.Timeout | null = null;
  #asking = false;

  /** @param isThere whether the server answers on a new connection within so many milliseconds */
  constructor(isThere: (withinMs: number) => Promise<boolean>, patience: Patience = PATIENCE) {
    this.#isThere = isThere;
    this.#patience = patience;
  }

  /** Until its socket closes. */
  add(connection: WatchedConnection): void {
    this.#open.set(connection, { bytes: 0, sinceMs: Date.now() });
    connection.socket.once('close', () => {
      this.#open.delete(connection);
      if (this.#open.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    });
    // A run that has come to its end is not kept alive by its watch.
    this.#timer ??= setInterval(() => void this.#look(), this.#patience.silence / 3).unref();
  }

  async #look(): Promise<void> {
    const silent = this.#silent();
    if (silent.length === 0 || this.#asking) return;
    this.#asking = true;
    const isThere = await this.#isThere(this.#patience.answer);
    // What came while this process was busy is read before anybody is called silent.
    await nextTurn();
    this.#asking = false;
    if (isThere) for (const heard of silent) heard.sinceMs = Date.now();
    else if (this.#silent().some((heard) => silent.includes(heard))) this.#endAll();
  }

  /** Connections whose server has owed an answer for too long. */
  #silent(): Heard[] {
    const now = Date.now();
    return [...this.#open].flatMap(([{ socket, isWaiting }, heard]) => {
      if (isWaiting() && socket.bytesRead === heard.bytes) {
        return now - heard.sinceMs >= this.#patience.silence ? [heard] : [];
      }
      heard.bytes = socket.bytesRead;
      heard.sinceMs = now;
      return [];
    });
  }

  #endAll(): void {
    for (const { socket } of this.#open.keys()) socket.destroy(new ServerVanished());
  }
}

/** The server owes an answer, and takes no new connection either. */
class ServerVanished extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('the server has stopped answering');
    this.name = 'ServerVanished';
  }
}
