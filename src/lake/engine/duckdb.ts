import { mkdirSync } from 'node:fs';
import { type DuckDBConnection, DuckDBDecimalValue, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { type MicroSpark, parseMicro } from '../../core/money/micro.ts';
import { toldApart } from './out-of-room.ts';
import { OWN_MEMORY_BYTES } from './own-memory.ts';

/** How much of the machine the lake may use. */
export interface LakeLimits {
  /** Where DuckDB spills when memory is short; made when missing. */
  readonly tempDir: string;
  /** Default: one per core. The result never depends on it (R15). */
  readonly threads?: number | undefined;
  /** What DuckDB may hold before it spills; by default OWN_MEMORY_BYTES. */
  readonly memoryBytes?: number | undefined;
}

/** One value as DuckDB prints it: numbers wider than a double and decimals as text, so that nothing is rounded. */
export type LakeValue = string | number | boolean | null;
export type LakeRow = Record<string, LakeValue>;

/** An in-memory DuckDB that sees no extension, no network and no time zone but UTC. Close it. */
export interface Lake {
  readonly connection: DuckDBConnection;
  /** @throws OutOfRoom where memory or the place for spilling is short, as `rows` */
  run(sql: string): Promise<void>;
  /** All rows; decimals and 64-bit integers as text. */
  rows(sql: string): Promise<LakeRow[]>;
  /** For very many rows: the values of each column, in the order of the query, as DuckDB's package reads them. */
  columns(sql: string): Promise<DuckDBValue[][]>;
  /** Another session on the same engine: its limits and tables are shared, temporary tables and views are not. */
  another(): Promise<Lake>;
  /** Ends the session; that of `openLake` ends the engine, and has to outlive the others. */
  close(): void;
}

/** Opens an in-memory DuckDB with the settings that make its results exact and repeatable (R1, R2, R15). */
export async function openLake(limits: LakeLimits): Promise<Lake> {
  mkdirSync(limits.tempDir, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor((limits.memoryBytes ?? OWN_MEMORY_BYTES) / 1e6)}MB`,
    temp_directory: limits.tempDir,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(limits.threads === undefined ? {} : { threads: String(limits.threads) }),
  });
  const lake = await sessionOf(instance, limits.tempDir, () => instance.closeSync());
  await lake.run("SET GLOBAL TimeZone = 'UTC'");
  return lake;
}

async function sessionOf(instance: DuckDBInstance, tempDir: string, closeEngine: () => void): Promise<Lake> {
  const connection = await instance.connect();
  const roomKnown = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw toldApart(error, tempDir);
    }
  };
  const run = async (sql: string): Promise<void> => {
    await roomKnown(connection.run(sql));
  };
  return {
    connection,
    run,
    rows: async (sql) => (await roomKnown(connection.runAndReadAll(sql))).getRowObjectsJson() as LakeRow[],
    columns: async (sql) => (await roomKnown(connection.runAndReadAll(sql))).getColumns(),
    another: () => sessionOf(instance, tempDir, () => undefined),
    close: () => {
      connection.closeSync();
      closeEngine();
    },
  };
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Points of a DECIMAL(38,6), as the package reads it: a whole number of millionths (R2). */
export function wholePoints(value: DuckDBValue | undefined): MicroSpark {
  if (!(value instanceof DuckDBDecimalValue) || value.scale !== 6)
    throw new Error(`DuckDB gave no exact sum: ${value}`);
  return value.value;
}

/** Points of a DECIMAL(38,6), as DuckDB prints it (R2). */
export function exactPoints(text: LakeValue | undefined): MicroSpark {
  const points = parseMicro(String(text));
  if (typeof points !== 'bigint') throw new Error(`DuckDB gave no exact sum: ${text}`);
  return points;
}
