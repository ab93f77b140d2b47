import type { Connection, QueryResult } from 'pg';
import Cursor from 'pg-cursor';

type ReadCallback<Row> = (error: Error | undefined, rows: Row[], result: QueryResult) => void;

/**
 * A cursor whose read() and close() settle when its connection has ended. Those of pg-cursor wait for an answer that never
 * comes then (node-postgres 2588, 2642), and with them whoever streams: the process hangs, or ends without a word.
 */
export class SettlingCursor<Row = unknown> extends Cursor<Row> {
  #connection: Connection | null = null;

  constructor(...query: ConstructorParameters<typeof Cursor>) {
    super(...query);
    const { submit } = this;
    this.submit = (connection: Connection): void => {
      this.#connection = connection;
      submit.call(this, connection);
    };
  }

  /** @throws Error when the connection ends before the rows come */
  override read(maxRows: number): Promise<Row[]>;
  override read(maxRows: number, done: ReadCallback<Row>): undefined;
  override read(maxRows: number, done?: ReadCallback<Row>): Promise<Row[]> | undefined {
    if (done !== undefined) return super.read(maxRows, done);
    return this.#unlessEnded(
      () => super.read(maxRows),
      () => Promise.reject(new Error('Connection terminated while rows were read')),
    );
  }

  /** A portal of a connection that has ended is closed. */
  override close(): Promise<void>;
  override close(done: (error: Error) => void): undefined;
  override close(done?: (error: Error) => void): Promise<void> | undefined {
    if (done !== undefined) return super.close(done);
    return this.#unlessEnded(
      () => super.close(),
      () => Promise.resolve(),
    );
  }

  #unlessEnded<Answer>(asked: () => Promise<Answer>, ended: () => Promise<Answer>): Promise<Answer> {
    const connection = this.#connection;
    if (connection === null) return asked();
    if (connection.stream.destroyed) return ended();
    return new Promise((settle, fail) => {
      const end = (): void => void ended().then(settle, fail);
      connection.once('end', end);
      asked()
        .then(settle, fail)
        .finally(() => connection.off('end', end));
    });
  }
}
