import { addComponents, type Components, NOTHING } from '../../core/money/components.ts';
import type { ChargeEvent } from '../../core/revenue/charge-history.ts';
import { isToRemit, type TypedRow } from './transaction-type.ts';

/**
 * The refunds and rebills of an order. Rows at one instant are one reduction (R6): a refund of the charge, of the fee
 * and of the tax are printed on rows of their own. A rebill takes the money again: a restoration of the components that
 * its rows name (R7). Tax to remit is none of it.
 */
export function orderEvents(rows: readonly TypedRow[]): ChargeEvent[] {
  return [
    ...groupsByInstant(rows, 'refund').map((group): ChargeEvent => {
      const { gross, tax, fee } = amountsOf(group);
      return { type: 'reduction', kind: 'refund', ...common(group), amounts: { gross: -gross, tax: -tax, fee: -fee } };
    }),
    ...groupsByInstant(rows, 'rebill').map((group): ChargeEvent => {
      const { gross, tax, fee } = amountsOf(group);
      return { type: 'restoration', ...common(group), gross, taxAndFee: { tax, fee } };
    }),
  ];
}

/** What a row brings, as components of a posting in its currency: a fee is a cost, printed negative. */
export function componentsOf({ component, gross }: TypedRow): Components {
  return { ...NOTHING, [component]: component === 'gross' ? gross : -gross };
}

/** What rows bring together. */
export function amountsOf(rows: readonly TypedRow[]): Components {
  return rows.reduce((sum, row) => addComponents(sum, componentsOf(row)), NOTHING);
}

function common(group: readonly [TypedRow, ...TypedRow[]]): Pick<ChargeEvent, 'atMs' | 'sourceId' | 'source'> {
  const [first] = group;
  return { atMs: first.atMs, sourceId: first.group, source: first.source };
}

function groupsByInstant(rows: readonly TypedRow[], effect: 'refund' | 'rebill'): [TypedRow, ...TypedRow[]][] {
  const groups = new Map<number, [TypedRow, ...TypedRow[]]>();
  for (const row of rows) {
    if (row.effect !== effect || isToRemit(row)) continue;
    const group = groups.get(row.atMs);
    if (group === undefined) groups.set(row.atMs, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}
