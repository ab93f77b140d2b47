import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedMonth } from '../../../core/statement/month-statement.ts';
import { replaceFile } from '../../../files/output-directory.ts';
import { type MonthDirectory, monthDirectories, settledReports } from '../../../files/report-months.ts';
import type { IndexedMonth } from '../../../render/page/index-page.ts';
import { readManifest } from '../../../render/reports/read-manifest.ts';
import { notice } from '../../books/directory/notices.ts';
import { INDEX_FILE } from '../../books/records/known-reports.ts';
import { MONTH_PAGE } from './month-reports.ts';
import { statementHash } from './statement-hash.ts';

/**
 * Writes the page over all months with reports, each in its newest state, from their manifests. It stands for nothing:
 * the next run writes it anew, and no hash covers it.
 */
export async function writeIndex(out: string): Promise<void> {
  const { indexPage } = await import('../../../render/page/index-page.ts');
  const indexed = monthDirectories(out).flatMap((each) => indexedMonth(out, each) ?? []);
  try {
    replaceFile(join(out, INDEX_FILE), indexPage(indexed, statementHash));
  } catch (error) {
    // The reports themselves are there: a place for them alone is no reason to fail.
    notice(`${join(out, INDEX_FILE)} was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Null of a month without reports. */
function indexedMonth(out: string, { month, name }: MonthDirectory): IndexedMonth | null {
  const settled = settledReports(out, month);
  if (settled === null) return null;
  const { state, directory } = settled;
  const hasPage = existsSync(join(directory, MONTH_PAGE));
  const published = publishedIn(join(directory, 'manifest.json'));
  return { month: name, state, page: hasPage ? `${name}/${state}/${MONTH_PAGE}` : null, published };
}

/** Null where the manifest cannot be read: the page says so. */
function publishedIn(path: string): PublishedMonth | null {
  try {
    return readManifest(readFileSync(path, 'utf8')).published();
  } catch {
    return null;
  }
}
