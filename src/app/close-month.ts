import { createHash } from 'node:crypto';
import type { Policy } from '../config/policy.ts';
import { digestHead, digestPosting, digestTail } from '../core/close/digest-content.ts';
import type { MonthClose } from '../core/close/month-close.ts';
import { MonthFold } from '../core/close/month-fold.ts';
import { addMonths, type Month, monthOfInstant, monthStartMs, monthsFrom } from '../core/month/month.ts';
import { fxTable } from '../core/revenue/fx-table.ts';
import { productCatalogue } from '../core/revenue/plan.ts';
import type { Posting } from '../core/revenue/posting.ts';
import type { MonthUsage } from '../core/usage/month-usage.ts';
import { queryUsage } from '../lake/points-query.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { vanishedRows } from '../store/replaced-reports.ts';
import { assembledGroups } from './assembled-groups.ts';
import { type DataDirectory, lakeFile } from './data-directory.ts';
import { jobFindings } from './job-findings.ts';
import type { Progress } from './progress.ts';
import { readSmallFacts, type SmallFacts } from './small-facts.ts';

/** A month, closed as far as it can be, and the digest that approves it (R15). */
export interface ClosedMonth {
  readonly close: MonthClose;
  readonly digest: string;
}

/**
 * Computes a month from everything that was imported. The postings go to `onPosting` one by one, in the order of
 * postings.csv; there may be millions.
 */
export async function closeMonth(
  db: Database,
  data: DataDirectory,
  policy: Policy,
  month: Month,
  onPosting: (posting: Posting) => void,
  progress: Progress,
): Promise<ClosedMonth> {
  const facts = await readSmallFacts(db);
  progress.stage('counting jobs');
  const usages = await usageOfMonths(db, data, policy, month, facts);
  progress.stage('recognising revenue');
  const fold = new MonthFold(policy, month);
  const hash = createHash('sha256').update(digestHead(policy.written, { month }));
  const take = (postings: readonly Posting[]): void => {
    for (const posting of postings) {
      hash.update(digestPosting(posting));
      onPosting(posting);
    }
  };
  const rules = { catalogue: productCatalogue(policy.plans, policy.otherProducts), fx: fxTable(facts.fx) };
  const span = { fromMs: monthStartMs(policy.firstMonth), beforeMs: monthStartMs(addMonths(month, 1)) };
  let groups = 0;
  for await (const group of assembledGroups(db, rules, span)) {
    take(fold.add(group));
    groups += 1;
    if (groups % 5000 === 0) progress.advance(groups, 0, 'rows');
  }
  take(fold.finishRevenue(facts.costs));
  for (const row of await vanishedRows(db)) {
    fold.find({
      code: 'rows-vanished',
      subject: `${row.provider} ${row.group}`,
      month: monthOfInstant(row.atMs),
      what: `${row.rows} row(s) of ${row.provider} ${row.group} are not in the later download of the report`,
      source: { input: row.sha256, line: row.line },
    });
  }
  for (const finding of jobFindings(usages.at(-1))) fold.find(finding);
  const close = fold.close(usages);
  progress.end();
  return { close, digest: hash.update(digestTail(close)).digest('hex') };
}

/** Usage of every month from first_month on: what they carry needs their points (R10). */
async function usageOfMonths(
  db: Database,
  data: DataDirectory,
  policy: Policy,
  month: Month,
  facts: SmallFacts,
): Promise<MonthUsage[]> {
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log' && record.active);
  return queryUsage({
    files: logs.map(({ sha256 }) => ({ path: lakeFile(data, sha256), sha256 })),
    months: monthsFrom(policy.firstMonth, month),
    policy: {
      excludedModels: policy.excludedModels,
      trialJobs: policy.trialJobs,
      walletLinks: facts.walletLinks,
      participation: facts.participation,
    },
    tempDir: data.temporary,
  });
}

/** The name of a month's state at an instant (R14). `final` comes with finalize. */
export function stateOf(month: Month, asOfMs: number): 'estimate' | 'review' {
  return asOfMs < monthStartMs(addMonths(month, 1)) ? 'estimate' : 'review';
}
