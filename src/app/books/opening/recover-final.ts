import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalMonth } from '../../../core/close/prior-periods/final-month.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { recoverDirectory, removeStaged, syncDirectory } from '../../../files/output-directory.ts';
import { monthDirectories } from '../../../files/report-months.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { insertFinalManifest, monthsWithManifest } from '../../../store/months/final-manifests.ts';
import { listFinalMonths, markPublished } from '../../../store/months/final-months.ts';
import { INDEX_FILE } from '../records/known-reports.ts';
import { keepMissingHashes } from '../records/published-rows.ts';

/**
 * Completes what a crash left among the reports: a month that the database knows as final and whose directory is still
 * staged gets its name; what was staged and never committed goes away; an estimate, a review or payout files that stood
 * between two names are put back. Books of an earlier version get the manifests of their final months,
 * and the hashes of what they keep. Only for the holder of the lock: what a living run stages looks the same.
 *
 * @throws InvalidInput unreadable-path where the reports are no directory
 */
export async function recoverReports(db: Database, out: string): Promise<void> {
  const months = await listFinalMonths(db);
  for (const { month, staged, published } of months) {
    const directory = join(out, formatMonth(month));
    const final = join(directory, 'final');
    if (existsSync(join(directory, staged)) && !existsSync(final)) {
      renameSync(join(directory, staged), final);
      syncDirectory(directory);
    }
    if (!published && existsSync(final)) await markPublished(db, month);
  }
  await keepManifests(db, out, months);
  await keepMissingHashes(db, out, months);
  const committed = new Set(months.map(({ staged }) => staged));
  const directories = monthDirectories(out);
  removeStaged(join(out, INDEX_FILE));
  for (const { name } of directories) {
    const directory = join(out, name);
    for (const state of ['estimate', 'review', 'payout']) recoverDirectory(join(directory, state));
    for (const staged of readdirSync(directory)) {
      if (staged.startsWith('.final-') && !committed.has(staged)) {
        rmSync(join(directory, staged), { recursive: true, force: true });
      }
    }
  }
}

/** Months that an earlier version closed have no manifest in the books: it is taken from their reports, by its hash. */
async function keepManifests(db: Database, out: string, months: readonly FinalMonth[]): Promise<void> {
  const kept = await monthsWithManifest(db);
  for (const { month, manifestSha256 } of months) {
    const path = join(out, formatMonth(month), 'final', 'manifest.json');
    if (kept.has(month) || !existsSync(path)) continue;
    const bytes = readFileSync(path);
    if (hash('sha256', bytes) === manifestSha256) await insertFinalManifest(db, month, bytes.toString('utf8'));
  }
}
