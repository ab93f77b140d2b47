import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalMonth } from '../../../core/close/prior-periods/final-month.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { reportRecords, rowsOf } from '../../../files/report-records.ts';
import { InvalidInput } from '../../../problems/problem.ts';
import { postedRowReader } from '../../../render/reports/postings-csv.ts';
import { listedHash, readManifest } from '../../../render/reports/read-manifest.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { keepFinalHashes, monthsWithoutHashes } from '../../../store/months/final-hashes.ts';
import { type PostedAmounts, postedAmounts } from '../../../store/months/final-postings.ts';
import { refuseChangedEarned } from './unchanged-earned.ts';

/**
 * R16: takes the hashes of months that an earlier version closed, once what the books keep of them was held against their
 * published postings.csv and payouts.csv. A month that does not fit gets none, and nothing is closed or paid after it. Where its
 * reports are gone, its rows are taken as they are found.
 */
export async function keepMissingHashes(db: Database, out: string, months: readonly FinalMonth[]): Promise<void> {
  const missing = new Set(await monthsWithoutHashes(db));
  for (const { month, manifestSha256 } of months) {
    if (!missing.has(month) || !(await isAsPublished(db, out, month, manifestSha256))) continue;
    await db.transaction().execute((transaction) => keepFinalHashes(transaction, month, 0n));
  }
}

async function isAsPublished(db: Database, out: string, month: Month, manifestSha256: string): Promise<boolean> {
  const directory = join(out, formatMonth(month), 'final');
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) return true;
  const bytes = readFileSync(manifest);
  if (hash('sha256', bytes) !== manifestSha256) return false;
  try {
    await refuseChangedEarned(db, out, month, month);
    const path = join(directory, 'postings.csv');
    const sha256 = listedHash(readManifest(bytes.toString('utf8')).files(), 'postings.csv');
    return sha256 === undefined || !existsSync(path) || (await isSameSum(db, month, path, sha256));
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

/** Whether both sides have the same rows, in whatever order: the sums of their hashes are the same. */
async function isSameSum(db: Database, month: Month, path: string, sha256: string): Promise<boolean> {
  let sum = 0n;
  const pieces = rowsOf(reportRecords(path, sha256), (columns) => {
    const read = postedRowReader(columns);
    return (record) => read(record, 0);
  });
  for await (const rows of pieces) {
    for (const row of rows) sum += weightOf({ ...row, originalMonth: formatMonth(row.originalMonth) });
  }
  for await (const row of postedAmounts(db, month)) sum -= weightOf(row);
  return sum === 0n;
}

function weightOf({ entry, provider, charge, originalMonth, amounts }: PostedAmounts): bigint {
  const { gross, tax, fee } = amounts;
  return BigInt(`0x${hash('sha256', [entry, provider, charge, originalMonth, gross, tax, fee].join('\t'))}`);
}
