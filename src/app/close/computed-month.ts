import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { earlierRules, writtenIn } from '../../config/written-policy.ts';
import { digestHead, digestPosting, digestTail } from '../../core/close/digest-content.ts';
import type { Finding } from '../../core/close/finding.ts';
import { earliestCovering } from '../../core/close/finding-scope.ts';
import { outsideNameFindings } from '../../core/close/inputs/outside-name.ts';
import { vanishedFinding } from '../../core/close/inputs/vanished-rows.ts';
import { jobFindings } from '../../core/close/job-findings.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import { type FoldListener, MonthFold } from '../../core/close/month-fold.ts';
import { firstOpenMonth } from '../../core/close/prior-periods/closed-books.ts';
import { GoneOpenings, goneCosts } from '../../core/close/prior-periods/gone-entries.ts';
import { lateJobsFinding } from '../../core/close/prior-periods/late-jobs.ts';
import type { PostedBefore } from '../../core/close/prior-periods/prior-period.ts';
import { RowFates } from '../../core/close/row-fates.ts';
import { costWarnings } from '../../core/close/warnings/cost-warnings.ts';
import { LateOpenings } from '../../core/close/warnings/late-openings.ts';
import { nothingCredited } from '../../core/close/warnings/nothing-credited.ts';
import { OddOpenings } from '../../core/close/warnings/odd-openings.ts';
import { PlanChecks } from '../../core/close/warnings/plan-checks.ts';
import { rateWarnings } from '../../core/close/warnings/rate-warnings.ts';
import { replacedEntryWarnings } from '../../core/close/warnings/replaced-entries.ts';
import { unfinishedReports } from '../../core/close/warnings/unfinished-reports.ts';
import { byCodeAndProvider, type Warning } from '../../core/close/warnings/warning.ts';
import { monthEndMs, monthStartMs } from '../../core/month/month.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import { productCatalogue } from '../../core/revenue/plan.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import {
  chargebacks,
  partlyBookedChargebacks,
  unbookedChargebacks,
} from '../../sources/google/unbooked-chargebacks.ts';
import { OPENING_KIND } from '../../sources/small/opening-charge.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { rowsOfOrders } from '../../store/inputs/order-rows.ts';
import { vanishedRows } from '../../store/inputs/replaced-reports.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';
import { PostedCursor, postedCosts } from '../../store/months/final-postings.ts';
import { PostedHashes } from '../../store/months/posted-hashes.ts';
import { type ApprovedWords, withApprovedWords } from './approved-words.ts';
import { assembledGroups } from './facts/assembled-groups.ts';
import { type CloseContext, type CloseOptions, type CloseRequest, closeContext } from './facts/close-context.ts';
import { openingsBeside } from './facts/openings-beside.ts';
import { replacedEntries } from './facts/replaced-entries.ts';
import { rowsOutsideNames } from './facts/rows-outside-names.ts';
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

/** Takes postings of the month, in their order. */
type TakePostings = (postings: readonly Posting[]) => Promise<void>;

const GROUPS_PER_REPORT = 5000;
const GROUPS_PER_PAUSE = 500;

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
  const rowFates = new RowFates();
  const posted = new PostedHashes();
  const imports = await listImports(db);
  const openings = imports.filter(({ kind }) => kind === 'opening').map(({ sha256 }) => sha256);
  const reached = imports.flatMap(({ active, lastMs }) => (active && lastMs !== null ? [lastMs] : []));
  const reachedMs = reached.length === 0 ? null : Math.max(...reached);
  const gone = new GoneOpenings(new Set(openings));
  const { warnings, checks } = await foldGroups(context, fold, take, { rowFates, posted, gone, reachedMs });
  const chargebacksFound = await chargebacksOf(context);
  for (const finding of chargebacksFound.findings) fold.find(finding);
  const reconciliation = await reconciliationOf(context);
  for (const finding of reconciliation.findings) fold.find(finding);
  const costsBefore = context.asIfOpen ? [] : await postedCosts(db, posted);
  await take(fold.finishRevenue(facts.costs, costsBefore, reconciliation.trueUps));
  for (const rows of await vanishedRows(db)) fold.find(vanishedFinding(rows, decisions));
  for (const finding of outsideNameFindings(await rowsOutsideNames(db), decisions)) fold.find(finding);
  const { completed } = policy.listExtensions;
  for (const finding of jobFindings(usage.months.at(-1), decisions, completed)) fold.find(finding);
  for (const finding of usage.findings) fold.find(finding);
  for (const late of usage.late) fold.find(lateJobsFinding(late));
  const { unpaid, used } = await usage.useOfAccounts(checks.paidAccounts());
  const ofFiles = [
    ...costWarnings(facts.costs, month, policy.firstMonth),
    ...replacedEntryWarnings(
      await replacedEntries(context),
      month,
      policy.firstMonth,
      firstOpenMonth(books, policy.firstMonth),
    ),
    ...rateWarnings(facts.rates, month),
    ...chargebacksFound.warnings,
    ...unfinishedReports(imports, month),
  ];
  const ofJobs = [...nothingCredited(usage.lastMonthOwn), ...usage.warnings];
  const told = [...warnings, ...ofFiles, ...ofJobs, ...unpaid, ...checks.unmatchedSubscribers(used)].sort(
    byCodeAndProvider,
  );
  const computed = fold.close(usage.months, told);
  const close = approvedWords === undefined ? computed : withApprovedWords(computed, approvedWords);
  progress.end();
  const digest = hash.update(digestTail(close)).digest('hex');
  const goneEntries = [...gone.result(), ...goneCosts(costsBefore, facts.costs)];
  return { context, close, digest, usage, reconciliation, rowFates, goneEntries, posted: posted.result() };
}

/** What is noted while charges are walked, and how far the inputs in force reach. */
interface Notes {
  readonly rowFates: RowFates;
  readonly posted: PostedHashes;
  readonly gone: GoneOpenings;
  /** The last instant of any of their rows, ms UTC; null where there is none. */
  readonly reachedMs: number | null;
}

/** Walks charges and what final months posted for them side by side, both in the order of provider and id. */
async function foldGroups(
  context: CloseContext,
  fold: MonthFold,
  take: TakePostings,
  notes: Notes,
): Promise<{ warnings: Warning[]; checks: PlanChecks }> {
  const { workspace, policy, month, facts, decisions, fx, progress } = context;
  const rules = { catalogue: productCatalogue(policy.plans, policy.otherProducts), fx, decisions };
  const span = {
    fromMs: monthStartMs(earliestCovering(policy.firstMonth)),
    beforeMs: monthEndMs(month),
  };
  const covers = [...context.ledgerCovers.values()];
  const posted = context.asIfOpen ? NOTHING_POSTED : new PostedCursor(workspace.posted.db, notes.posted);
  const checks = new PlanChecks(policy.plans, month, facts.subscribers, notes.reachedMs);
  const beside = await openingsBeside(context.db);
  const takeBack = async (gone: readonly PostedBefore[]): Promise<void> => {
    const postings = fold.takeBack(gone);
    if (postings.length > 0) notes.gone.note(gone);
    await take(postings);
  };
  const openings = [new LateOpenings(month, beside), new OddOpenings(month, policy.plans, beside.inputs)];
  let groups = 0;
  try {
    for await (const { rows, group: judged } of assembledGroups(workspace.charges.db, rules, span, covers)) {
      const group = supposed(judged, context);
      notes.rowFates.note(rows, group.fates);
      for (const { kind, provider, group: charge } of rows)
        if (kind === OPENING_KIND) notes.gone.isThere({ provider, charge });
      const before = await postedFor(group, posted, takeBack);
      for (const charge of group.charges) {
        checks.note(charge);
        for (const each of openings) each.note(charge);
      }
      await take(fold.add(group, (charge) => before.get(charge.id) ?? []));
      groups += 1;
      // Reading SQLite never waits: without a pause no signal would be heard before the end.
      if (groups % GROUPS_PER_PAUSE === 0) await setImmediate();
      if (groups % GROUPS_PER_REPORT === 0) progress.advance(groups, 0, 'rows');
    }
    for (const gone of await posted.rest()) await takeBack(gone);
  } finally {
    await posted.close();
  }
  return { warnings: [...checks.result(), ...openings.flatMap((each) => each.warnings())], checks };
}

/** The group as the hypothesis has it, where there is one. */
function supposed(group: Assembled, { hypothesis }: CloseContext): Assembled {
  return hypothesis?.charge === undefined ? group : { ...group, charges: group.charges.map(hypothesis.charge) };
}

/** What final months posted, charge by charge. */
type PostedSoFar = Pick<PostedCursor, 'take' | 'rest' | 'close'>;

const NOTHING_POSTED: PostedSoFar = {
  take: async () => ({ passed: [], own: [] }),
  rest: async () => [],
  close: async () => undefined,
};

/** What final months posted for the charges of a group. @param onGone gets that of charges which the data no longer have */
async function postedFor(
  { charges }: Assembled,
  posted: PostedSoFar,
  onGone: (gone: readonly PostedBefore[]) => Promise<void>,
): Promise<Map<string, readonly PostedBefore[]>> {
  const before = new Map<string, readonly PostedBefore[]>();
  // In the cursor's order, which is that of the ids: the tenth equal sale of a group stands before the second.
  for (const { provider, id } of [...charges].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { passed, own } = await posted.take(provider, id);
    for (const gone of passed) await onGone(gone);
    before.set(id, own);
  }
  return before;
}

/** Chargebacks that Google's list of voided purchases tells, where that is given, and no row takes back, or not all. */
async function chargebacksOf({
  db,
  policy,
  month,
}: CloseContext): Promise<{ readonly findings: readonly Finding[]; readonly warnings: readonly Warning[] }> {
  const found = chargebacks(await activeSmallRows(db, 'google-voided'));
  const rows = await rowsOfOrders(
    db,
    found.map(({ row }) => row.order),
  );
  const catalogue = productCatalogue(policy.plans, policy.otherProducts);
  return {
    findings: unbookedChargebacks(found, rows, catalogue),
    warnings: partlyBookedChargebacks(found, rows, catalogue, month),
  };
}
