import { OutOfRoom } from '../problems/out-of-room.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { KEY_FILE, keysSql } from './file-keys.ts';
import { distinctWallets, keptRows, REFUSED, type TextRelation } from './job-row-sql.ts';
import { MOST_PROBLEMS } from './problem-limits.ts';
import { UNFINISHED } from './unfinished-logs.ts';
import { walletFault } from './wallet-checksum.ts';

/** The rows of a job log, and its wallets alone, where those are cheaper to read. */
export interface JobLogRelations {
  readonly rows: TextRelation;
  readonly wallets: TextRelation;
}

/** What is written of a log's rows. */
export interface Written {
  readonly path: string;
  /** Their keys alone, of a log that is read where it lies; else the rows. */
  readonly what: 'keys' | 'rows';
  /** Whether the source ends without a line break. */
  readonly unfinished: boolean;
}

/**
 * Checks every row and writes them, and gives back their number; null where one is not good. A wallet in lower case
 * carries no checksum: where all are, the source is read once. Where one is not, the distinct ones are looked at before.
 */
export async function keepRows(
  lake: Lake,
  { rows, wallets }: JobLogRelations,
  written: Written,
  beginsMixed: boolean,
): Promise<number | null> {
  if (!beginsMixed) {
    try {
      return await writeRows(lake, keptRows(rows, 'in lower case'), written);
    } catch (error) {
      if (!messageOf(error).includes(REFUSED)) throw error;
    }
  }
  if ((await faultyWallets(lake, wallets)).length > 0) return null;
  return writeRows(lake, keptRows(rows, 'looked at'), written);
}

/** Writes the rows of keptRows, or their keys. Returns their number. */
export async function writeRows(lake: Lake, rows: string, { path, what, unfinished }: Written): Promise<number> {
  const mark = unfinished ? `, KV_METADATA {${UNFINISHED}: 'true'}` : '';
  const sql =
    what === 'keys'
      ? `COPY (${keysSql(`(${rows})`)}) TO ${sqlText(path)} (${KEY_FILE})`
      : `COPY (${rows}) TO ${sqlText(path)} (${LAKE_FILE}${mark})`;
  const [row] = await lake.rows(sql);
  return Number(row?.Count);
}

/** What makes writing cheap and the file no larger: delta encodings, a low level, no dictionaries of what hardly repeats. */
const LAKE_FILE = `FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 8000,
  USE_TMP_FILE false`;

/** Distinct wallets that are none, or whose checksum is wrong (R12); not more than problems are shown. */
export async function faultyWallets(lake: Lake, relation: TextRelation): Promise<string[]> {
  const faulty: string[] = [];
  const result = await lake.connection.stream(distinctWallets(relation));
  for await (const rows of result.yieldRowsJson()) {
    for (const [wallet] of rows) {
      if (typeof wallet === 'string' && walletFault(wallet) !== null) faulty.push(wallet);
      if (faulty.length >= MOST_PROBLEMS) return faulty;
    }
  }
  return faulty;
}

/** Returns for what may be the file's fault; what is the machine's (a full disk, no memory) is thrown on. */
export function refuseOrThrow(error: unknown): void {
  if (error instanceof OutOfRoom) throw error;
  if (/^(IO|Out of Memory|INTERRUPT|FATAL|INTERNAL) Error/.test(messageOf(error))) throw error;
}

/** What DuckDB says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
