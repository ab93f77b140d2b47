import { causeOf } from '../../core/close/finding.ts';
import { convertHalfEven } from '../../core/money/fx-rate.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules, SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { RowAmount } from '../../core/revenue/charge-history.ts';
import { rateOfRow } from '../../core/revenue/fx-table.ts';
import { isAccepted, type RowQuestion } from '../fates/asked-rows.ts';
import { meaningOf } from './categories.ts';
import { bookSharedFee, withoutRate } from './shared-fee.ts';

/**
 * A row of a category that no rule knows, of none, or of a sign that is not that of its category: a person says what it
 * is. Accepted, it is a fee of the whole account in its month, by its sign (R9).
 */
export function bookUnknown(group: AssembledGroup, row: SourcedTransaction, rules: AssemblyRules): void {
  if (!isAccepted(group, questionOf(row), rules)) return;
  bookSharedFee(group, row, rules);
}

/** The same of a row of a plan's charge: accepted, it is the plan's whole, and posts in its own month, at the charge's rate or, in another currency, its own date's (R3). */
export function acceptedOfCharge(
  group: AssembledGroup,
  row: SourcedTransaction,
  charge: SourcedTransaction,
  rules: AssemblyRules,
): RowAmount[] {
  if (!isAccepted(group, questionOf(row), rules)) return [];
  const rate = rateOfRow(rules.fx, row, charge);
  if (rate === undefined) {
    group.report(withoutRate(row), [row]);
    return [];
  }
  const amounts = { gross: 0n, tax: 0n, fee: convertHalfEven(row.fee - row.gross, rate) };
  const { sourceId, source } = row;
  return [{ kind: 'provider-fee', month: monthOfInstant(row.atMs), amounts, sourceId, source }];
}

/** The question what such a row is. */
function questionOf(row: SourcedTransaction): RowQuestion {
  const subject = row.rowId ?? row.sourceId;
  const of = row.group === '' ? '' : ` of charge ${row.group}`;
  const sign = meaningOf(row.kind) === 'unknown' ? '' : `, and is ${row.gross < 0n ? 'negative' : 'positive'}`;
  const what = `transaction ${subject}${of} is of category ${row.kind === '' ? '(none)' : row.kind}${sign}`;
  return { code: 'unknown-category', subject, what, cause: causeOf(row.kind), rows: [row] };
}
