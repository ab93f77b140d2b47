import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMicro, type MicroUsd } from '../../../core/money/micro.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { checksumAddress } from '../../../core/wallet/checksum-address.ts';
import { reportRecords, rowsOf } from '../../../files/report-records.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import { partReader } from '../../../render/reports/payouts-csv.ts';
import { listedHash, readManifest } from '../../../render/reports/read-manifest.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { finalEarned } from '../../../store/months/final-earned.ts';

/**
 * R16: holds what the books say that final months gave against their published payouts.csv, by the hash in their manifest,
 * before any of it is paid. Months whose reports are not there cannot be compared.
 *
 * @param from the first month; by default all
 * @throws InvalidInput changed-books, damaged-reports
 */
export async function refuseChangedEarned(db: Database, out: string, through: Month, from?: Month): Promise<void> {
  const byMonth = new Map<Month, Map<string, MicroUsd>>();
  for (const { month, wallet, amount } of await finalEarned(db, through, from)) {
    const own = byMonth.get(month) ?? new Map<string, MicroUsd>();
    byMonth.set(month, own);
    own.set(wallet, amount);
  }
  for (const [month, kept] of byMonth) await compareMonth(join(out, formatMonth(month), 'final'), month, kept);
}

async function compareMonth(directory: string, month: Month, kept: ReadonlyMap<string, MicroUsd>): Promise<void> {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) return;
  const sha256 = listedHash(readManifest(readFileSync(manifest, 'utf8')).files(), 'payouts.csv');
  if (sha256 === undefined) return;
  const path = join(directory, 'payouts.csv');
  const left = new Map([...kept].filter(([, amount]) => amount !== 0n));
  for await (const parts of rowsOf(reportRecords(path, sha256), partReader)) {
    for (const { wallet, earned } of parts) {
      const own = wallet.toLowerCase();
      if (earned !== (left.get(own) ?? 0n)) throw changed(path, month, wallet, earned, left.get(own) ?? 0n);
      left.delete(own);
    }
  }
  for (const [wallet, amount] of left) throw changed(path, month, checksumAddress(wallet), 0n, amount);
}

function changed(file: string, month: Month, wallet: string, published: MicroUsd, kept: MicroUsd): InvalidInput {
  const what = `${formatMonth(month)} gave ${wallet} ${formatMicro(published)}; the books say ${formatMicro(kept)}`;
  return new InvalidInput([problem('changed-books', { file }, what)]);
}
