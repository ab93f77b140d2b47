import { DecisionBook } from '../../core/close/decision.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { GapScope } from '../../core/reconciliation/gap-scope.ts';
import { type GapMeaning, searchGap } from '../../core/reconciliation/gap-search.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';
import type { StoredTransaction } from '../../core/revenue/assembled.ts';
import type { ExplainedGap } from '../../render/explanation/gap-text.ts';
import type { Database } from '../../store/database/open-store.ts';
import { type GapRow, settledGapRows } from '../../store/inputs/gap-rows.ts';
import { inputNames } from '../../store/inputs/imports.ts';
import { listDecisions } from '../../store/months/decisions.ts';
import { ledgerRowsBeside, rowsOfScope } from '../close/reconciliation/rows-of-scope.ts';

/** How far around a period our rows are looked at: a report may date them on another day. */
const MARGIN_MS = 7 * DAY_MS;

/** A row with what counting it otherwise would mean. */
interface Candidate extends GapRow {
  readonly effect: bigint;
  readonly meaning: GapMeaning;
}

/**
 * For every line that nothing explains, the smallest set of up to three rows whose amounts account for it exactly.
 * Nothing is written.
 *
 * @param category of the lines to look at; null for all
 */
export async function explainGaps(
  { db, month }: { readonly db: Database; readonly month: Month },
  lines: readonly ReconciliationLine[],
  category: string | null,
): Promise<ExplainedGap[]> {
  const beside = await ledgerRowsBeside({ db, decisions: new DecisionBook(await listDecisions(db)).upTo(month) });
  const nameOf = await inputNames(db);
  const gaps: ExplainedGap[] = [];
  for (const line of lines) {
    if (line.status !== 'unexplained' || (category !== null && line.category !== category)) continue;
    const candidates = line.scope === null ? null : await candidatesOf(db, line.scope, beside);
    const found = candidates === null ? null : searchGap(line.unexplained, candidates);
    gaps.push({
      line,
      candidates: candidates?.length ?? null,
      triedThree: found?.triedThree ?? false,
      alike: found?.alike ?? 0n,
      rows:
        found?.rows?.map(({ sha256, line: at, atMs, amount, meaning }) => ({
          file: nameOf(sha256),
          line: at,
          date: atMs === null ? null : utcDate(atMs),
          amount,
          meaning,
        })) ?? null,
    });
  }
  return gaps;
}

/** Rows that the line counts, then those around its period, then what the provider settled. */
async function candidatesOf(db: Database, scope: GapScope, beside: readonly StoredTransaction[]): Promise<Candidate[]> {
  const own = await rowsOfScope({ db }, scope, MARGIN_MS, beside);
  const isCounted = ({ atMs }: GapRow): boolean => atMs !== null && atMs >= scope.fromMs && atMs < scope.beforeMs;
  const settled = scope.inputs === 'apple-subscriber' ? await settledGapRows(db, scope.fromMs, scope.currency) : [];
  return [
    ...own.filter(isCounted).map((row) => ({ ...row, effect: -row.amount, meaning: 'missing in theirs' as const })),
    ...own
      .filter((row) => !isCounted(row))
      .map((row) => ({ ...row, effect: row.amount, meaning: 'dated in the neighbour period' as const })),
    ...settled.map((row) => ({ ...row, effect: row.amount, meaning: 'missing in ours' as const })),
  ];
}
