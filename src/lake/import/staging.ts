import { OutOfRoom } from '../../problems/out-of-room.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import { FACTS_FILE } from '../kept/file-facts.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import { UNFINISHED } from '../kept/unfinished-logs.ts';
import {
  distinctWallets,
  factsOfTexts,
  type JobLogRelations,
  keptRows,
  refusedFacts,
  type TextRelation,
  unusualWallets,
  type Wallets,
} from '../reading/job-row-sql.ts';
import { MOST_PROBLEMS } from '../reading/problem-limits.ts';
import { walletFault } from '../reading/wallet-checksum.ts';

/** What is written of a log's rows. */
export interface Written {
  readonly path: string;
  /** Their facts alone, of a log that is read where it lies; else the rows. */
  readonly what: 'facts' | 'rows';
  /** Whether the source ends without a line break. */
  readonly unfinished: boolean;
}

/**
 * Checks every row and writes them, and gives back their number; null where one is not good. Wallets are looked at in what
 * was written, each once. One in lower case carries no checksum: where all are, the source is read once. Where one is not,
 * their checksums are looked at, and they are written again in lower case.
 *
 * @throws what DuckDB says of a row that is REFUSED
 */
export async function keepRows(
  lake: Lake,
  { rows, wallets }: JobLogRelations,
  written: Written,
  beginsMixed: boolean,
): Promise<number | null> {
  if (!beginsMixed) {
    const count = await writeRows(lake, rows, 'in lower case', written);
    const unusual = `${unusualWallets(parquetSql([written.path]))} LIMIT 1`;
    if (count === null || (await lake.rows(unusual)).length === 0) return count;
  }
  if ((await faultyWallets(lake, wallets)).length > 0) return null;
  return writeRows(lake, rows, 'looked at', written);
}

/** Writes the rows of a log or their facts. Returns their number; null where a fact is lacking. */
export async function writeRows(
  lake: Lake,
  rows: TextRelation,
  wallets: Wallets,
  { path, what, unfinished }: Written,
): Promise<number | null> {
  const mark = unfinished ? `, KV_METADATA {${UNFINISHED}: 'true'}` : '';
  const sql =
    what === 'facts'
      ? `COPY (${factsOfTexts(rows, wallets)}) TO ${sqlText(path)} (${FACTS_FILE})`
      : `COPY (${keptRows(rows, wallets)}) TO ${sqlText(path)} (${LAKE_FILE}${mark})`;
  const [row] = await lake.rows(sql);
  const isWhole = what === 'rows' || (await lake.rows(`${refusedFacts(parquetSql([path]))} LIMIT 1`)).length === 0;
  return isWhole ? Number(row?.Count) : null;
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
  const message = messageOf(error);
  // A Parquet file whose own tables point beyond its end.
  if (message.startsWith('IO Error: Could not read enough bytes')) return;
  if (/^(IO|Out of Memory|INTERRUPT|FATAL|INTERNAL) Error/.test(message)) throw error;
}

/** What DuckDB says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
