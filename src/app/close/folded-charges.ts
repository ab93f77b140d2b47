import { setImmediate } from 'node:timers/promises';
import { earliestCovering } from '../../core/close/finding-scope.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { MonthFold } from '../../core/close/month-fold.ts';
import { GoneOpenings } from '../../core/close/prior-periods/gone-entries.ts';
import type { PostedBefore } from '../../core/close/prior-periods/prior-period.ts';
import { RowFates } from '../../core/close/row-fates.ts';
import { LateOpenings } from '../../core/close/warnings/late-openings.ts';
import { OddOpenings } from '../../core/close/warnings/odd-openings.ts';
import { PlanChecks } from '../../core/close/warnings/plan-checks.ts';
import type { Warning } from '../../core/close/warnings/warning.ts';
import { monthEndMs, monthStartMs } from '../../core/month/month.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import { productCatalogue } from '../../core/revenue/plan.ts';
import type { Posting } from '../../core/revenue/posting.ts';
import { OPENING_KIND } from '../../sources/small/opening-charge.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';
import { PostedCursor } from '../../store/months/final-postings.ts';
import type { PostedHashes } from '../../store/months/posted-hashes.ts';
import { assembledGroups } from './facts/assembled-groups.ts';
import type { CloseContext } from './facts/close-context.ts';
import { openingsBeside } from './facts/openings-beside.ts';

/** Takes postings of the month, in their order. */
export type TakePostings = (postings: readonly Posting[]) => Promise<void>;

const GROUPS_PER_REPORT = 5000;
const GROUPS_PER_PAUSE = 500;

/** What is known before charges are folded, and what their reading fills. */
interface BesideCharges {
  readonly imports: readonly ImportRecord[];
  readonly posted: PostedHashes;
}

/** What charges tell beside what they post. */
interface FoldedCharges {
  readonly warnings: readonly Warning[];
  readonly checks: PlanChecks;
  readonly rowFates: RowFates;
  /** Charges of opening.csv that final months posted and nothing names any more. */
  readonly goneOpenings: readonly string[];
}

/** Folds charges, and what final months posted for them beside each, both in the order of provider and id. */
export async function foldCharges(
  context: CloseContext,
  fold: MonthFold,
  take: TakePostings,
  { imports, posted: hashes }: BesideCharges,
): Promise<FoldedCharges> {
  const { workspace, policy, month, facts, decisions, fx, progress } = context;
  const rules = { catalogue: productCatalogue(policy.plans, policy.otherProducts), fx, decisions };
  const span = {
    fromMs: monthStartMs(earliestCovering(policy.firstMonth)),
    beforeMs: monthEndMs(month),
  };
  const covers = [...context.ledgerCovers.values()];
  const posted = context.asIfOpen ? NOTHING_POSTED : new PostedCursor(workspace.posted.db, hashes);
  const rowFates = new RowFates();
  const gone = new GoneOpenings(new Set(imports.filter(({ kind }) => kind === 'opening').map(({ sha256 }) => sha256)));
  const marks = (await activeSmallRows(context.db, 'coverage')).map(({ row }) => row);
  const exported = { reachedMs: reachedBy(imports), marks };
  const checks = new PlanChecks(policy.plans, month, facts.subscribers, exported);
  const beside = await openingsBeside(context.db);
  const takeBack = async (passed: readonly PostedBefore[]): Promise<void> => {
    const postings = fold.takeBack(passed);
    if (postings.length > 0) gone.note(passed);
    await take(postings);
  };
  const openings = [new LateOpenings(month, beside), new OddOpenings(month, policy.plans, beside.inputs)];
  let groups = 0;
  try {
    for await (const { rows, group: judged } of assembledGroups(workspace.charges.db, rules, span, covers)) {
      const group = supposed(judged, context);
      rowFates.note(rows, group.fates);
      for (const { kind, provider, group: charge } of rows)
        if (kind === OPENING_KIND) gone.isThere({ provider, charge });
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
    for (const passed of await posted.rest()) await takeBack(passed);
  } finally {
    await posted.close();
  }
  const warnings = [...checks.result(), ...openings.flatMap((each) => each.warnings())];
  return { warnings, checks, rowFates, goneOpenings: gone.result() };
}

/** The last instant of any row of the inputs in force, ms UTC; null where there is none. */
function reachedBy(imports: readonly ImportRecord[]): number | null {
  const reached = imports.flatMap(({ active, lastMs }) => (active && lastMs !== null ? [lastMs] : []));
  return reached.length === 0 ? null : Math.max(...reached);
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
