import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthFromText, payoutDue } from '../../core/month/month.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import type { PayoutCells, StatementSource } from '../../core/statement/month-statement.ts';
import { earningWorkers } from '../../core/usage/leaderboard.ts';
import { hashFile } from '../../files/plain-input.ts';
import { type ReportPiece, reportRecords } from '../../files/report-records.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import type { Manifest } from '../../render/reports/manifest-json.ts';
import { partReader, payoutCellsReader } from '../../render/reports/payouts-csv.ts';
import { listedHash, readManifest } from '../../render/reports/read-manifest.ts';
import { type WorkLists, workReader } from '../../render/reports/wallet-jobs-csv.ts';

/** A month's reports, as far as statements are made of them. */
export interface PublishedReports {
  readonly source: StatementSource;
  readonly root: string;
  readonly manifestSha256: string;
  /** The day on which the month's payouts are due, `YYYY-MM-DD`. */
  readonly due: string;
}

/**
 * Reads what statements are made of back from a month's reports, each checked by the hash that its manifest lists.
 *
 * @throws InvalidInput changed-report
 */
export async function readPublishedReports(directory: string): Promise<PublishedReports> {
  const path = join(directory, 'manifest.json');
  const bytes = readFileSync(path);
  const manifest = publishedStatements(bytes.toString('utf8'));
  if (manifest === null) {
    throw new InvalidInput([problem('changed-report', { file: path }, 'it is no manifest with a statement root')]);
  }
  const { payouts: payoutRecords, jobs: jobRecords } = await openUnchanged(directory, manifest.files);
  const parts: EarnedPart[] = [];
  const payouts = new Map<string, PayoutCells>();
  for await (const { columns, records } of payoutRecords) {
    const [partOf, cellsOf] = [partReader(columns), payoutCellsReader(columns)];
    for (const record of records) {
      const part = partOf(record);
      const wallet = part.wallet.toLowerCase();
      parts.push({ ...part, wallet });
      payouts.set(wallet, cellsOf(record));
    }
  }
  const work: WorkLists = { workers: [], models: [], excluded: [], late: [] };
  for await (const { columns, records } of jobRecords) records.forEach(workReader(columns, work));
  const { published, root } = manifest;
  return {
    source: { published, payouts, workers: earningWorkers(parts, work), work },
    root,
    due: payoutDue(monthFromText(published.month), readManifest(bytes.toString('utf8')).payoutDelayDays()),
    manifestSha256: hash('sha256', bytes),
  };
}

/** What a manifest.json says of its month's statements; null when it is none, or of a version without them. */
function publishedStatements(text: string) {
  try {
    const manifest = readManifest(text);
    return { published: manifest.published(), root: manifest.statementRoot(), files: manifest.files() };
  } catch {
    return null;
  }
}

/** Opens reports once each has the hash that its manifest lists; all that were changed are named at once. */
async function openUnchanged(
  directory: string,
  files: Manifest['files'],
): Promise<{ payouts: AsyncGenerator<ReportPiece>; jobs: AsyncGenerator<ReportPiece> }> {
  const problems: Problem[] = [];
  const open = async (name: string): Promise<AsyncGenerator<ReportPiece>> => {
    const path = join(directory, name);
    const listed = listedHash(files, name);
    const found = existsSync(path) ? await hashFile(path) : 'none';
    const what = found === 'none' ? 'the file is missing' : `its SHA-256 is ${found}; the manifest says ${listed}`;
    if (found !== listed) problems.push(problem('changed-report', { file: path }, what));
    return reportRecords(path, found);
  };
  const reports = { payouts: await open('payouts.csv'), jobs: await open('wallet-jobs.csv') };
  if (problems.length > 0) throw new InvalidInput(problems);
  return reports;
}
