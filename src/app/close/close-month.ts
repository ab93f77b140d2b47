import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Policy } from '../../config/policy.ts';
import { type ClosedBooks, NOTHING_CLOSED } from '../../core/close/closed-books.ts';
import { DecisionBook } from '../../core/close/decision.ts';
import { digestHead, digestPosting, digestTail } from '../../core/close/digest-content.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import { MonthFold } from '../../core/close/month-fold.ts';
import { PlanChecks } from '../../core/close/plan-checks.ts';
import type { PostedBefore } from '../../core/close/prior-period.ts';
import type { Movement } from '../../core/deferral/movement.ts';
import { addMonths, type Month, monthOfInstant, monthStartMs } from '../../core/month/month.ts';
import { productCatalogue } from '../../core/revenue/plan.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { listDecisions } from '../../store/decisions.ts';
import { PostedCursor, postedCosts } from '../../store/final-postings.ts';
import type { Database } from '../../store/open-store.ts';
import { vanishedRows } from '../../store/replaced-reports.ts';
import type { Progress } from '../books/progress.ts';
import type { Workspace } from '../books/workspace.ts';
import { assembledGroups } from './assembled-groups.ts';
import { readClosedBooks } from './closed-books.ts';
import { frozenRates } from './frozen-rates.ts';
import { type MonthReconciliation, reconciliationOf } from './reconciliation/reconciliation.ts';
import { readSmallFacts, type SmallFacts } from './small-facts.ts';
import { jobFindings } from './usage/job-findings.ts';
import { type OpenUsage, usageOfOpenMonths } from './usage/usage-of-months.ts';

/** A month, closed as far as it can be, and the digest that approves it (R15). */
export interface ClosedMonth {
  readonly close: MonthClose;
  readonly digest: string;
  readonly books: ClosedBooks;
  readonly facts: SmallFacts;
  readonly decisions: DecisionBook;
  readonly usage: OpenUsage;
  /** What providers' own statements say, against the rows. */
  readonly reconciliation: MonthReconciliation;
}

/** Gets what a month consists of, one by one: there may be millions. */
export interface MonthListener {
  /** In the order of postings.csv. */
  readonly posting: (posting: Posting) => void | Promise<void>;
  /** In the order of deferred.csv. */
  readonly movement: (movement: Movement) => void;
}

export const NO_LISTENER: MonthListener = { posting: () => undefined, movement: () => undefined };

/** How a month is closed. */
export interface CloseOptions {
  /** As if no month were final: nothing is compared with what final months posted, and nothing is carried from them. */
  readonly asIfOpen: boolean;
}

/** What final months posted, charge by charge. */
type PostedSoFar = Pick<PostedCursor, 'take' | 'rest' | 'close'>;

const NOTHING_POSTED: PostedSoFar = {
  take: async () => ({ passed: [], own: [] }),
  rest: async () => [],
  close: async () => undefined,
};

const GROUPS_PER_REPORT = 5000;
const GROUPS_PER_PAUSE = 500;

/**
 * Computes an open month from everything that was imported and decided. Postings and movements go to the listener one by
 * one.
 */
export async function closeMonth(
  workspace: Workspace,
  policy: Policy,
  month: Month,
  listener: MonthListener,
  progress: Progress,
  { asIfOpen }: CloseOptions = { asIfOpen: false },
): Promise<ClosedMonth> {
  const { db } = workspace.store;
  const facts = await readSmallFacts(db);
  const decisions = new DecisionBook(await listDecisions(db)).upTo(month);
  const books = asIfOpen ? NOTHING_CLOSED : await readClosedBooks(db);
  progress.stage('counting jobs');
  const usage = await usageOfOpenMonths(workspace, policy, month, books, facts, decisions);
  progress.stage('recognising revenue');
  const fold = new MonthFold(policy, month, books, decisions, listener.movement);
  const hash = createHash('sha256').update(digestHead(policy.written, decisions.forDigest(), month));
  const take = async (postings: readonly Posting[]): Promise<void> => {
    for (const posting of postings) {
      hash.update(digestPosting(posting));
      await listener.posting(posting);
    }
  };
  const posted = asIfOpen ? NOTHING_POSTED : new PostedCursor(workspace.posted.db);
  const checks = new PlanChecks(policy.plans, month, facts.subscribers);
  try {
    await foldGroups(workspace, policy, month, facts, decisions, posted, fold, checks, take, progress);
  } finally {
    await posted.close();
  }
  const fx = await frozenRates(workspace.posted.db, facts.fx);
  const reconciliation = await reconciliationOf(db, policy, month, books, decisions, fx);
  for (const finding of reconciliation.findings) fold.find(finding);
  await take(fold.finishRevenue(facts.costs, asIfOpen ? [] : await postedCosts(db), reconciliation.trueUps));
  await findVanishedRows(db, fold);
  for (const finding of [...jobFindings(usage.months.at(-1)), ...usage.lateJobs]) fold.find(finding);
  const close = fold.close(usage.months, checks.result());
  progress.end();
  const digest = hash.update(digestTail(close)).digest('hex');
  return { close, digest, books, facts, decisions, usage, reconciliation };
}

/** Walks charges and what final months posted for them side by side, both in the order of provider and id. */
async function foldGroups(
  workspace: Workspace,
  policy: Policy,
  month: Month,
  facts: SmallFacts,
  decisions: DecisionBook,
  posted: PostedSoFar,
  fold: MonthFold,
  checks: PlanChecks,
  take: (postings: readonly Posting[]) => Promise<void>,
  progress: Progress,
): Promise<void> {
  const rules = {
    catalogue: productCatalogue(policy.plans, policy.otherProducts),
    fx: await frozenRates(workspace.posted.db, facts.fx),
    decisions,
  };
  const span = { fromMs: monthStartMs(policy.firstMonth), beforeMs: monthStartMs(addMonths(month, 1)) };
  let groups = 0;
  for await (const group of assembledGroups(workspace.charges.db, rules, span)) {
    const before = new Map<string, readonly PostedBefore[]>();
    // In the cursor's order, which is that of the ids: the tenth equal sale of a group stands before the second.
    for (const { provider, id } of [...group.charges].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const { passed, own } = await posted.take(provider, id);
      for (const gone of passed) await take(fold.takeBack(gone));
      before.set(id, own);
    }
    for (const charge of group.charges) checks.note(charge);
    await take(fold.add(group, (charge) => before.get(charge.id) ?? []));
    groups += 1;
    // Reading SQLite never waits: without a pause no signal would be heard before the end.
    if (groups % GROUPS_PER_PAUSE === 0) await setImmediate();
    if (groups % GROUPS_PER_REPORT === 0) progress.advance(groups, 0, 'rows');
  }
  for (const gone of await posted.rest()) await take(fold.takeBack(gone));
}

async function findVanishedRows(db: Database, fold: MonthFold): Promise<void> {
  for (const row of await vanishedRows(db)) {
    fold.find({
      code: 'rows-vanished',
      subject: `${row.provider} ${row.group}`,
      month: monthOfInstant(row.atMs),
      what: `${row.rows} row(s) of ${row.provider} ${row.group} are not in the later download of the report`,
      source: { input: row.sha256, line: row.line },
    });
  }
}

/** The name of an open month's state at an instant (R14). */
export function stateOf(month: Month, asOfMs: number): 'estimate' | 'review' {
  return asOfMs < monthStartMs(addMonths(month, 1)) ? 'estimate' : 'review';
}
