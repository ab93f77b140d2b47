import { type Components, NOTHING, sumOfComponents } from '../../core/money/components.ts';
import type { SourcedTransaction } from '../../core/revenue/assembled.ts';
import type { ChargeEvent } from '../../core/revenue/charge-history.ts';
import { isToRemit, type TypedRow, typedRow } from './transaction-type.ts';

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

/** Rows of an order in the parts that change it at once: those of one refund or rebill, and any other row by itself. */
export function rowsAtOnce<Row extends SourcedTransaction>(rows: readonly Row[]): [Row, ...Row[]][] {
  const parts = new Map<string, [Row, ...Row[]]>();
  for (const [at, row] of rows.entries()) {
    const typed = typedRow(row);
    const changes = typed !== null && typed.effect !== 'charge' && !isToRemit(typed);
    const key = changes ? `${typed.effect} ${row.atMs} ${row.currency}` : `row ${at}`;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [row]);
    else part.push(row);
  }
  return [...parts.values()];
}

/** What a row brings, as components of a posting in its currency: a fee is a cost, printed negative. */
export function componentsOf({ component, gross }: TypedRow): Components {
  return { ...NOTHING, [component]: component === 'gross' ? gross : -gross };
}

/** What rows bring together. */
export function amountsOf(rows: readonly TypedRow[]): Components {
  return sumOfComponents(rows.map(componentsOf));
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
