import { createHash } from 'node:crypto';
import { earlierRules, writtenIn } from '../../config/written-policy.ts';
import { digestHead, digestPosting, digestTail } from '../../core/close/digest-content.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import { type FoldListener, MonthFold } from '../../core/close/month-fold.ts';
import { goneCosts } from '../../core/close/prior-periods/gone-entries.ts';
import type { RowFates } from '../../core/close/row-fates.ts';
import { nothingCredited } from '../../core/close/warnings/nothing-credited.ts';
import { byCodeAndProvider } from '../../core/close/warnings/warning.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { postedCosts } from '../../store/months/final-postings.ts';
import { PostedHashes } from '../../store/months/posted-hashes.ts';
import { type ApprovedWords, withApprovedWords } from './approved-words.ts';
import { chargebacksOf } from './facts/chargebacks.ts';
import { type CloseContext, type CloseOptions, type CloseRequest, closeContext } from './facts/close-context.ts';
import { fileWarnings } from './facts/file-warnings.ts';
import { findingsBeside } from './findings-beside.ts';
import { foldCharges, type TakePostings } from './folded-charges.ts';
import { type MonthReconciliation, reconciliationOf } from './reconciliation/reconciliation.ts';
import { type OpenUsage, usageOfOpenMonths } from './usage/usage-of-months.ts';

/** An open month, computed as far as it can be, and the digest that approves it (R15). */
export interface ComputedMonth {
  /** What it was computed from. */
  readonly context: CloseContext;
  readonly close: MonthClose;
  readonly digest: string;
  readonly usage: OpenUsage;
  /** What providers' own statements say, against the rows. */
  readonly reconciliation: MonthReconciliation;
  /** What became of every row of money. */
  readonly rowFates: RowFates;
  /** What final months posted of costs.csv and opening.csv, and these say no longer. */
  readonly goneEntries: readonly string[];
  /** The hashes of what final months posted, as it was read for this one (R16). */
  readonly posted: ReadonlyMap<string, string>;
}

/** Gets what a month consists of, one by one: there may be millions. */
export interface MonthListener extends FoldListener {
  /** In the order of postings.csv. */
  readonly posting: (posting: Posting) => void | Promise<void>;
}

export const NO_LISTENER: MonthListener = { posting: () => undefined, movement: () => undefined };

export interface ComputeOptions extends CloseOptions {
  /** The words of an approved month that is closed again. */
  readonly approvedWords?: ApprovedWords | undefined;
}

/**
 * Computes an open month from everything that was imported and decided. Postings and movements go to the listener one by
 * one.
 */
export async function computeMonth(
  request: CloseRequest,
  listener: MonthListener,
  { approvedWords, ...options }: ComputeOptions = { asIfOpen: false },
): Promise<ComputedMonth> {
  const context = await closeContext(request, options);
  const { db, policy, month, books, facts, decisions, progress } = context;
  progress.stage('counting jobs');
  const usage = await usageOfOpenMonths(context);
  progress.stage('recognising revenue');
  const fold = new MonthFold(policy, month, books, decisions, listener);
  const hash = createHash('sha256').update(
    digestHead(writtenIn(policy, month), decisions.forDigest(), month, earlierRules(policy, month)),
  );
  const take: TakePostings = async (postings) => {
    for (const posting of postings) {
      hash.update(digestPosting(posting));
      await listener.posting(posting);
    }
  };
  const imports = await listImports(db);
  const posted = new PostedHashes();
  const { warnings, checks, rowFates, goneOpenings } = await foldCharges(context, fold, take, { imports, posted });
  const reconciliation = await reconciliationOf(context);
  const costsBefore = context.asIfOpen ? [] : await postedCosts(db, posted);
  await take(fold.finishRevenue(facts.costs, costsBefore, reconciliation.trueUps));
  const chargebacks = await chargebacksOf(context);
  const beside = [...chargebacks.findings, ...reconciliation.findings, ...(await findingsBeside(context, usage))];
  for (const finding of beside) fold.find(finding);
  const { unpaid, used } = await usage.useOfAccounts(checks.paidAccounts());
  const ofFiles = [...(await fileWarnings(context, imports)), ...chargebacks.warnings];
  const ofJobs = [...nothingCredited(usage.lastMonthOwn), ...usage.warnings, ...unpaid];
  const told = [...warnings, ...ofFiles, ...ofJobs, ...checks.unmatchedSubscribers(used)].sort(byCodeAndProvider);
  const computed = fold.close(usage.months, told);
  const close = approvedWords === undefined ? computed : withApprovedWords(computed, approvedWords);
  progress.end();
  const digest = hash.update(digestTail(close)).digest('hex');
  const goneEntries = [...goneOpenings, ...goneCosts(costsBefore, facts.costs)];
  return { context, close, digest, usage, reconciliation, rowFates, goneEntries, posted: posted.result() };
}
