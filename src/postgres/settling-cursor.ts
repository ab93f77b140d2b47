import type { Connection } from 'pg';
import Cursor from 'pg-cursor';

/**
 * A cursor whose close() settles when its connection has ended. pg-cursor waits for an answer that never comes then
 * (node-postgres 2642), and with it whoever streams: the process hangs, or ends without a word.
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

  override close(): Promise<void>;
  override close(done: (error: Error) => void): undefined;
  override close(done?: (error: Error) => void): Promise<void> | undefined {
    if (done !== undefined) return super.close(done);
    const connection = this.#connection;
    if (connection === null) return super.close();
    if (connection.stream.destroyed) return Promise.resolve();
    return new Promise((settle, fail) => {
      connection.once('end', settle);
      super
        .close()
        .then(settle, fail)
        .finally(() => connection.off('end', settle));
    });
  }
}
