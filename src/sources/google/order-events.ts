import type { ChargeEvent } from '../../core/revenue/charge-history.ts';
import type { TypedRow } from './transaction-type.ts';

/**
 * The refunds and rebills of an order. Rows at one instant are one reduction (R6): a refund of the charge, of the fee
 * and of the tax are printed on rows of their own. A rebill takes the money again: a restoration.
 */
export function orderEvents(rows: readonly TypedRow[]): ChargeEvent[] {
  return [
    ...groupsByInstant(rows, 'refund').map((group): ChargeEvent => {
      return {
        type: 'reduction',
        kind: 'refund',
        ...common(group),
        amounts: { gross: -sumOf(group, 'gross'), tax: sumOf(group, 'tax'), fee: sumOf(group, 'fee') },
      };
    }),
    ...groupsByInstant(rows, 'rebill').map((group): ChargeEvent => {
      return { type: 'restoration', ...common(group), gross: sumOf(group, 'gross') };
    }),
  ];
}

function common(group: readonly [TypedRow, ...TypedRow[]]): Pick<ChargeEvent, 'atMs' | 'sourceId' | 'source'> {
  const [first] = group;
  return { atMs: first.atMs, sourceId: first.group, source: first.source };
}

function groupsByInstant(rows: readonly TypedRow[], effect: 'refund' | 'rebill'): [TypedRow, ...TypedRow[]][] {
  const groups = new Map<number, [TypedRow, ...TypedRow[]]>();
  for (const row of rows) {
    if (row.effect !== effect) continue;
    const group = groups.get(row.atMs);
    if (group === undefined) groups.set(row.atMs, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function sumOf(rows: readonly TypedRow[], component: TypedRow['component']): bigint {
  return rows.reduce((sum, row) => (row.component === component ? sum + row.gross : sum), 0n);
}
