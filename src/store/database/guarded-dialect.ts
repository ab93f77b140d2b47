import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import { InvalidInput, problem } from '../../problems/problem.ts';

/** A text with the character NUL: PostgreSQL cannot keep it, so no database is given one. Who knows whose text it is, says that. */
export class TextWithNul extends InvalidInput {
  constructor() {
    super([
      problem('nul-character', { file: 'the books' }, `they are to keep what cannot be kept: ${TextWithNul.what}`),
    ]);
    this.name = 'TextWithNul';
  }

  static readonly what = 'a text holds the character NUL (U+0000)';
}

/** The connection was lost while a transaction was being committed: nobody knows whether it was. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('the connection to the database was lost while a transaction was being committed', { cause });
    this.name = 'CommitUnknown';
  }
}

/** A dialect whose connections refuse what not every database can keep, so that the same books are taken on all of them. */
export function guardedDialect(inner: Dialect): Dialect {
  return {
    createAdapter: () => inner.createAdapter(),
    createDriver: () => new GuardedDriver(inner.createDriver()),
    createIntrospector: (db) => inner.createIntrospector(db),
    createQueryCompiler: () => inner.createQueryCompiler(),
  };
}

class GuardedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // In the promise, as the database's own refusals are.
    if (query.parameters.some(isWithNul)) return Promise.reject(new TextWithNul());
    return this.inner.executeQuery(query);
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    if (query.parameters.some(isWithNul)) throw new TextWithNul();
    return this.inner.streamQuery(query, chunkSize);
  }
}

function isWithNul(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\u0000');
}

class GuardedDriver implements Driver {
  readonly #inner: Driver;

  constructor(inner: Driver) {
    this.#inner = inner;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new GuardedConnection(await this.#inner.acquireConnection());
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#inner.beginTransaction(innerOf(connection), settings);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.commitTransaction(innerOf(connection));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.rollbackTransaction(innerOf(connection));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(innerOf(connection));
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof GuardedConnection ? connection.inner : connection;
}
