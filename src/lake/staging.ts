import { OutOfRoom } from '../problems/out-of-room.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { distinctWallets, keptRows, type TextRelation } from './job-row-sql.ts';
import { MOST_PROBLEMS } from './problem-limits.ts';
import { walletFault } from './wallet-checksum.ts';

/** Writes the rows as Parquet; fails at the first that is not good. */
export function copy(relation: TextRelation, staged: string): string {
  return `COPY (${keptRows(relation)}) TO ${sqlText(staged)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`;
}

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
