import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import type { PayoutCells, PublishedMonth, StatementSource } from '../../core/statement/month-statement.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import { earningWorkers } from '../../core/usage/leaderboard.ts';
import type { MonthWork } from '../../core/usage/month-work.ts';
import { hashFile } from '../../files/plain-input.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { reportRows } from '../../sources/report-rows.ts';
import { readStatementManifest, type StatementManifest } from '../../sources/statement-record.ts';

/** A month's reports, as far as statements are made of them. */
export interface PublishedReports {
  readonly source: StatementSource;
  readonly manifest: StatementManifest;
  readonly manifestSha256: string;
}

const STATES = ['final', 'review', 'estimate'] as const;

/** Where a month's reports lie: the final ones, else its review, else its estimate; null when it has none. */
export function reportsOf(out: string, month: Month): string | null {
  const directories = STATES.map((state) => join(out, formatMonth(month), state));
  return directories.find((directory) => existsSync(join(directory, 'manifest.json'))) ?? null;
}

/**
 * Reads what statements are made of back from a month's reports, each checked by the hash that its manifest lists.
 *
 * @throws InvalidInput changed-report
 */
export async function readPublishedReports(directory: string): Promise<PublishedReports> {
  const path = join(directory, 'manifest.json');
  const bytes = readFileSync(path);
  const manifest = readStatementManifest(bytes.toString('utf8'));
  if (manifest === null) {
    throw new InvalidInput([problem('changed-report', { file: path }, 'it is no manifest with a statement root')]);
  }
  await refuseChanged(directory, manifest);
  const payouts = new Map<string, PayoutCells>();
  for await (const row of rowsOf(join(directory, 'payouts.csv'))) {
    const { month: _month, state: _state, wallet = '', ...cells } = row;
    payouts.set(wallet.toLowerCase(), cells);
  }
  const work = await readWork(join(directory, 'wallet-jobs.csv'));
  const parts = [...payouts].map(([wallet, cells]) => partOf(wallet, cells));
  return {
    source: { published: publishedBy(manifest), payouts, workers: earningWorkers(parts, work), work },
    manifest,
    manifestSha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The month's figures as its manifest states them. */
export function publishedBy({ month, state, digest, share, totals }: StatementManifest): PublishedMonth {
  return {
    month,
    state,
    digest,
    share,
    netRevenueUsd: totals.net_revenue_usd ?? '',
    poolUsd: totals.pool_usd ?? '',
    carriedInUsd: totals.carried_in_usd ?? '',
    distributableUsd: totals.distributable_usd ?? '',
    creditedRenderSpark: totals.credited_render_spark ?? '',
  };
}

async function refuseChanged(directory: string, manifest: StatementManifest): Promise<void> {
  const problems: Problem[] = [];
  for (const name of ['payouts.csv', 'wallet-jobs.csv']) {
    const path = join(directory, name);
    const listed = manifest.files.find((file) => file.name === name)?.sha256;
    const found = existsSync(path) ? await hashFile(path) : 'none';
    if (found === listed) continue;
    const what = found === 'none' ? 'the file is missing' : `its SHA-256 is ${found}; the manifest says ${listed}`;
    problems.push(problem('changed-report', { file: path }, what));
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** Rows by column name, in the order of the columns. */
async function* rowsOf(path: string): AsyncGenerator<Record<string, string>> {
  let header: readonly string[] | null = null;
  for await (const row of reportRows(createReadStream(path))) {
    if (header === null) header = row;
    else yield Object.fromEntries(header.map((name, at) => [name, row[at] ?? '']));
  }
}

function partOf(wallet: string, cells: PayoutCells): EarnedPart {
  const { jobs = '0', render_spark: spark = '0', earned_usd: earned = '0' } = cells;
  return { wallet, jobs: Number(jobs), points: micro(spark), earned: micro(earned) };
}

async function readWork(path: string): Promise<MonthWork> {
  const work = {
    workers: [] as MonthWork['workers'][number][],
    models: [] as MonthWork['models'][number][],
    excluded: [] as MonthWork['excluded'][number][],
    late: [] as MonthWork['late'][number][],
  };
  for await (const row of rowsOf(path)) {
    const { kind = '', name = '', worker_nft_id: nft = '' } = row;
    const common = {
      wallet: (row.wallet ?? '').toLowerCase(),
      jobs: Number(row.jobs),
      points: micro(row.render_spark ?? ''),
    };
    if (kind === 'worker') work.workers.push({ ...common, network: name, nft });
    else if (kind === 'model') work.models.push({ ...common, model: name });
    else if (kind === 'late') work.late.push({ ...common, originalMonth: monthFromText(name) });
    else work.excluded.push({ ...common, reason: name as JobExclusionReason });
  }
  return work;
}

/** Of a file whose hash is the listed one: it holds what we wrote. */
function micro(text: string): bigint {
  const amount = parseMicro(text);
  if (typeof amount !== 'bigint') throw new Error(`"${text}" is no amount`);
  return amount;
}
