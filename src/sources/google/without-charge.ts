import { addComponents, NOTHING, subtractComponents } from '../../core/money/components.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules } from '../../core/revenue/assembled.ts';
import type { RowAmount } from '../../core/revenue/charge-history.ts';
import type { OwnRow } from '../fates/accepted-orphans.ts';
import { isAccepted, type RowQuestion } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { componentsOf } from './order-events.ts';
import { ownRow } from './own-rows.ts';
import { isToRemit, type TypedRow } from './transaction-type.ts';

/**
 * The rows of an order whose Charge row is not in the data (R8). Refunds are orphans, with those of fee and tax beside
 * them; fee and tax rows alone wait for their Charge row; a rebill restores what accepted orphans took. What a person
 * accepts posts in the row's own month, component by component as the rows say.
 */
export function assembleWithoutCharge(
  group: AssembledGroup,
  rows: readonly TypedRow[],
  rules: AssemblyRules,
): readonly OwnRow[] {
  for (const row of rows.filter(isToRemit)) exclude(group, 'tax-to-remit', row, rules.fx);
  const counted = rows.filter((row) => !isToRemit(row));
  const refunds = counted.filter((row) => row.effect === 'refund');
  const orphans = refunds.some((row) => row.component === 'gross') ? refunds : [];
  const rebills = counted.filter((row) => row.effect === 'rebill');
  const alone = counted.filter((row) => !orphans.includes(row) && !rebills.includes(row));
  const taken = byMonth(orphans).flatMap((ofMonth) => acceptedOrphans(group, ofMonth, rules));
  const waiting = byMonth(alone).flatMap((ofMonth) => {
    const what = `order ${ofMonth[0].group} has no Charge row`;
    const accepted = isAccepted(group, questionOf('incomplete-order', ofMonth, what), rules);
    return accepted ? ofMonth : [];
  });
  return [
    ...taken.flatMap((row) => ownRow(group, row, { kind: 'refund', amounts: componentsOf(row) }, rules)),
    ...waiting.flatMap((row) => ownRow(group, row, { kind: kindOf(row), amounts: componentsOf(row) }, rules)),
    ...restored(group, taken, rebills, rules).flatMap((row) =>
      ownRow(group, row, { kind: 'restoration', amounts: componentsOf(row) }, rules),
    ),
  ];
}

type Rows = readonly [TypedRow, ...TypedRow[]];

/** One exception for each refund of the charge; the first names all rows of the month. */
function acceptedOrphans(group: AssembledGroup, ofMonth: Rows, rules: AssemblyRules): readonly TypedRow[] {
  const [first] = ofMonth;
  const [head = first, ...others] = ofMonth.filter((row) => row.component === 'gross');
  const what = `a refund of order ${first.group}, whose charge is not in the data`;
  const rest = ofMonth.filter((row) => row !== head);
  const accepted = isAccepted(group, questionOf('orphan', [head, ...rest], what), rules);
  for (const other of others) isAccepted(group, questionOf('orphan', [other], what), rules);
  return accepted ? ofMonth : [];
}

/** The rebills that take back what accepted orphans took before, each in its component; the others are exceptions. */
function restored(
  group: AssembledGroup,
  taken: readonly TypedRow[],
  rebills: readonly TypedRow[],
  rules: AssemblyRules,
): TypedRow[] {
  let given = NOTHING;
  return [...rebills].sort(byTimeAndAmount).filter((rebill) => {
    const after = addComponents(given, componentsOf(rebill));
    const before = taken.filter((row) => row.atMs <= rebill.atMs);
    // What was taken is negative: what comes back of it is positive, and no more.
    const open = before.reduce((sum, row) => subtractComponents(sum, componentsOf(row)), NOTHING);
    const amount = componentsOf(rebill)[rebill.component];
    const fits = amount >= 0n && after[rebill.component] <= open[rebill.component];
    if (fits) given = after;
    else {
      const what = `order ${rebill.group} gets back what was never taken in the data`;
      isAccepted(group, questionOf('orphan-restoration', [rebill], what), rules);
    }
    return fits;
  });
}

function questionOf(code: RowQuestion['code'], rows: Rows, what: string): RowQuestion {
  return { code, subject: rows[0].group, what, rows };
}

function kindOf({ effect }: TypedRow): RowAmount['kind'] {
  return effect === 'refund' ? 'refund' : 'provider-fee';
}

function byMonth(rows: readonly TypedRow[]): Rows[] {
  const months = new Map<Month, [TypedRow, ...TypedRow[]]>();
  for (const row of rows) {
    const month = monthOfInstant(row.atMs);
    const known = months.get(month);
    if (known === undefined) months.set(month, [row]);
    else known.push(row);
  }
  return [...months.values()];
}

function byTimeAndAmount(a: TypedRow, b: TypedRow): number {
  return a.atMs - b.atMs || (a.gross < b.gross ? -1 : a.gross > b.gross ? 1 : 0);
}
