import { OutOfRoom } from '../problems/out-of-room.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { distinctWallets, keptRows, othersThanLowerCase, type TextRelation } from './job-row-sql.ts';
import { MOST_PROBLEMS } from './problem-limits.ts';
import { UNFINISHED } from './unfinished-logs.ts';
import { walletFault } from './wallet-checksum.ts';

/** The rows of a job log, and its wallets alone, where those are cheaper to read. */
export interface JobLogRelations {
  readonly rows: TextRelation;
  readonly wallets: TextRelation;
  /** Whether a wallet at the beginning is in mixed case: nothing but the time that it takes depends on it. */
  readonly beginsMixed: boolean;
  /** Whether the source ends without a line break. */
  readonly unfinished: boolean;
}

/**
 * Writes the rows as Parquet and gives back their number; null where a wallet is not good (R12). Fails at the first row
 * that is not good otherwise.
 *
 * A wallet in lower case carries no checksum: where all are, the source is read once, and they are looked at in what was
 * written. Where one is not, the distinct ones are checked as they stand in the source before it is written.
 */
export async function keepRows(lake: Lake, relations: JobLogRelations, staged: string): Promise<number | null> {
  if (!relations.beginsMixed) {
    const rows = await copied(
      lake,
      keptRows(relations.rows, (wallet) => wallet),
      staged,
      relations.unfinished,
    );
    const [wallets] = await lake.rows(othersThanLowerCase(staged));
    if (wallets?.others === '0') return rows;
  }
  if ((await faultyWallets(lake, relations.wallets)).length > 0) return null;
  return keepCheckedRows(lake, relations.rows, staged, relations.unfinished);
}

/** Writes rows whose wallets are known to be good. Returns their number. */
export function keepCheckedRows(lake: Lake, rows: TextRelation, staged: string, unfinished: boolean): Promise<number> {
  return copied(lake, keptRows(rows), staged, unfinished);
}

async function copied(lake: Lake, rows: string, staged: string, unfinished: boolean): Promise<number> {
  const mark = unfinished ? `, KV_METADATA {${UNFINISHED}: 'true'}` : '';
  const [row] = await lake.rows(`COPY (${rows}) TO ${sqlText(staged)} (${LAKE_FILE}${mark})`);
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
