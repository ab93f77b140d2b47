import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import pg from 'pg';

const BATCH_BYTES = 1024 * 1024;

/** What was copied. */
export interface Copied {
  /** As the server counts them. */
  readonly rows: number;
  /** Of the bytes that were written. */
  readonly sha256: string;
}

/**
 * Writes what `COPY ... TO STDOUT` sends into a new file, after a first line. In bounded memory: the server waits while a
 * batch is written.
 *
 * @param sql without parameters, which COPY does not take
 */
export async function copyOut(client: pg.ClientBase, sql: string, firstLine: string, path: string): Promise<Copied> {
  const file = openSync(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const write = (bytes: Uint8Array): void => {
    hash.update(bytes);
    writeFileSync(file, bytes);
  };
  try {
    const batch = Buffer.alloc(BATCH_BYTES);
    let filled = batch.write(`${firstLine}\n`);
    const rows = await receive(client, sql, (row) => {
      if (filled + row.length > BATCH_BYTES) {
        write(batch.subarray(0, filled));
        filled = 0;
      }
      // The bytes are the client's own, and are overwritten by what comes next.
      if (row.length > BATCH_BYTES) write(row);
      else filled += row.copy(batch, filled);
    });
    write(batch.subarray(0, filled));
    return { rows, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** Returns how many rows came. */
function receive(client: pg.ClientBase, sql: string, take: (row: Buffer) => void): Promise<number> {
  return new Promise((done, failed) => {
    const query = new CopyQuery(sql, take);
    query.on('end', (result) => (query.failure === null ? done(result.rowCount ?? 0) : failed(query.failure)));
    query.on('error', failed);
    client.query(query);
  });
}

/** A query of node-postgres that hands on the data of a COPY, which its own queries drop. */
class CopyQuery extends pg.Query {
  /** What went wrong while taking: the rest is read and dropped, because the server does not stop. */
  failure: Error | null = null;
  readonly #take: (row: Buffer) => void;

  constructor(sql: string, take: (row: Buffer) => void) {
    super(sql);
    this.#take = take;
  }

  /** Called by node-postgres. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.failure !== null) return;
    try {
      this.#take(chunk);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}
