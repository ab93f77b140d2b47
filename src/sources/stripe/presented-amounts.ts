import { absolute } from '../../core/money/micro.ts';
import { truncatedProportion } from '../../core/money/proportion.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { meaningOfRow } from './categories.ts';
import { readCustomerFacing, seenByCustomer } from './customer-facing.ts';

interface Taken {
  size: bigint;
  gross: bigint;
}

/**
 * What refunds and disputes of a charge in another presentment currency are of the charge: the fraction that the
 * customer saw (docs/inputs.md), cumulatively over the reductions in order of time, so that a full refund in parts is exactly
 * the charge (R3). What comes back is the same part of what its source took. In millionths of the charge's currency,
 * positive; rows that the map lacks count as printed.
 */
export function presentedAmounts(
  charge: SourcedTransaction,
  rows: readonly SourcedTransaction[],
): ReadonlyMap<SourcedTransaction, bigint> {
  const amounts = new Map<SourcedTransaction, bigint>();
  const whole = readCustomerFacing(charge.terms);
  if (whole === null || whole.amount === 0n) return amounts;
  const presented = rows.flatMap((row) => {
    const part = seenByCustomer(row);
    if (part.currency !== whole.currency) return [];
    return [{ row, size: absolute(part.amount), back: meaningOfRow(row) === 'restoration' }];
  });
  presented.sort((a, b) => a.row.atMs - b.row.atMs || compareText(keyOf(a.row), keyOf(b.row)));
  const taken = new Map<string, Taken>();
  let sizeSoFar = 0n;
  for (const { row, size } of presented.filter((each) => !each.back)) {
    const before = truncatedProportion(charge.gross, sizeSoFar, whole.amount);
    sizeSoFar += size;
    const gross = truncatedProportion(charge.gross, sizeSoFar, whole.amount) - before;
    amounts.set(row, gross);
    const ofSource = taken.get(row.sourceId) ?? { size: 0n, gross: 0n };
    taken.set(row.sourceId, { size: ofSource.size + size, gross: ofSource.gross + gross });
  }
  for (const { row, size } of presented.filter((each) => each.back)) {
    const { size: all, gross } = taken.get(row.sourceId) ?? { size: whole.amount, gross: charge.gross };
    amounts.set(row, truncatedProportion(gross, size, all === 0n ? whole.amount : all));
  }
  return amounts;
}

/** The order of rows in a file never matters: ties of one instant go by content, as in `inOrderOfTime`. */
function keyOf(row: SourcedTransaction): string {
  return [meaningOfRow(row), row.sourceId, row.rowId, row.terms].join(' ');
}
