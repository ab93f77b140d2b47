import {
  type DatabaseConnection,
  type Dialect,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import { SettlingCursor } from '../../postgres/settling-cursor.ts';
import { CommitUnknown } from '../database/guarded-dialect.ts';
import type { DatabaseAddress } from './address.ts';
import { poolOf, preparedClient } from './connect.ts';

/** Looks at a transaction that has just begun, on its connection; when it throws, the transaction is rolled back. */
export type AfterBegin = (connection: DatabaseConnection) => Promise<void>;

/**
 * kysely's PostgreSQL with one connection, as SQLite has one.
 *
 * @param afterBegin runs first in every transaction
 */
export function serverDialect(address: DatabaseAddress, afterBegin: AfterBegin): Dialect {
  const pool = poolOf(address, 1);
  const config = {
    pool: { connect: () => preparedClient(pool), end: () => pool.end() },
    cursor: SettlingCursor,
  };
  const dialect = new PostgresDialect(config);
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new ServerDriver(config, afterBegin),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

class ServerDriver extends PostgresDriver {
  readonly #afterBegin: AfterBegin;

  constructor(config: ConstructorParameters<typeof PostgresDriver>[0], afterBegin: AfterBegin) {
    super(config);
    this.#afterBegin = afterBegin;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await super.beginTransaction(connection, settings);
    try {
      await this.#afterBegin(connection);
    } catch (error) {
      // kysely rolls back only what had begun.
      await this.rollbackTransaction(connection);
      throw error;
    }
  }

  /** @throws CommitUnknown when no answer came: a refusal has a code of its own class and has rolled back. */
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      const { code = '' } = error as { code?: string };
      throw /^(?!08|57)[0-9A-Z]{5}$/.test(code) ? error : new CommitUnknown(error);
    }
  }

  /** Fails only when the connection is gone; the server has rolled back then, and the first failure says more. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}
