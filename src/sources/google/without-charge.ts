import type { Decision } from '../../core/close/decision.ts';
import type { FindingCode } from '../../core/close/finding.ts';
import { addComponents, NOTHING, subtractComponents } from '../../core/money/components.ts';
import { monthOfInstant } from '../../core/month/month.ts';
import type { AssembledGroup, AssemblyRules } from '../../core/revenue/assembled.ts';
import type { RowAmount } from '../../core/revenue/charge-history.ts';
import type { OwnRow } from '../fates/accepted-orphans.ts';
import { groupedRows, isAccepted, type RowQuestion, subjectOfRows } from '../fates/asked-rows.ts';
import { exclude } from '../fates/exclude.ts';
import { componentsOf } from './order-events.ts';
import { nameOf, ownRow } from './own-rows.ts';
import { isToRemit, type TypedRow } from './transaction-type.ts';

/**
 * The rows of an order whose Charge row is not in the data, or is there in another currency (R8). Refunds are orphans, with those of fee and tax beside
 * them; fee and tax rows alone wait for their Charge row; a rebill restores what accepted refunds took. What a person
 * accepts posts in the row's own month, component by component as the rows say.
 *
 * @param charge the Charge row of another currency
 */
export function assembleWithoutCharge(
  group: AssembledGroup,
  rows: readonly TypedRow[],
  rules: AssemblyRules,
  charge: TypedRow | null = null,
): readonly OwnRow[] {
  for (const row of rows.filter(isToRemit)) exclude(group, 'tax-to-remit', row, rules.fx);
  const counted = rows.filter((row) => !isToRemit(row));
  const decided = decidedBefore(counted, rules);
  const refunds = counted.filter((row) => row.effect === 'refund' && !decided.includes(row));
  const orphans = refunds.some((row) => row.component === 'gross') ? refunds : [];
  const rebills = counted.filter((row) => row.effect === 'rebill');
  const alone = counted.filter((row) => !orphans.includes(row) && !rebills.includes(row));
  const taken = askedTogether('orphan', orphans, rules).flatMap((asked) =>
    acceptedOrphans(group, asked, rules, charge),
  );
  const waiting = askedTogether('incomplete-order', alone, rules).flatMap((asked) => {
    const [{ group: order, currency }] = asked;
    const what = `order ${order} has no Charge row${charge === null ? '' : ` in ${currency}: it is in ${charge.currency}`}`;
    return isAccepted(group, questionOf('incomplete-order', asked, what), rules) ? asked : [];
  });
  return [
    ...taken.flatMap((row) => ownRow(group, row, { kind: 'refund', amounts: componentsOf(row) }, rules)),
    ...waiting.flatMap((row) => ownRow(group, row, { kind: kindOf(row), amounts: componentsOf(row) }, rules)),
    ...restored(group, [...taken, ...waiting.filter(({ effect }) => effect === 'refund')], rebills, rules).flatMap(
      (row) => ownRow(group, row, { kind: 'restoration', amounts: componentsOf(row) }, rules),
    ),
  ];
}

/**
 * Refunds of fee and tax that a person decided about while no refund of the charge was there: that one comes later is no
 * reason to ask again. Of an instant that has one now the whole is another question. An earlier version asked again: what
 * was decided there is the later word.
 */
function decidedBefore(rows: readonly TypedRow[], rules: AssemblyRules): TypedRow[] {
  const waiting = rows.filter(({ effect }) => effect !== 'rebill');
  return groupedRows(waiting, ({ atMs }) => atMs).flatMap((atOnce) => {
    const isAlone = atOnce.every(({ component }) => component !== 'gross');
    const isDecided = decisionOn('incomplete-order', atOnce, rules) !== null;
    return isAlone && isDecided && decisionOn('orphan', atOnce, rules) === null ? atOnce : [];
  });
}

function decisionOn(code: FindingCode, rows: Rows, { decisions }: AssemblyRules): Decision | null {
  const month = monthOfInstant(rows[0].atMs);
  const { subject: full, once } = questionOf(code, rows, '');
  return decisions.on(code, decisions.subjectOf(code, month, { full, once }), month);
}

type Rows = readonly [TypedRow, ...TypedRow[]];

/**
 * Rows that one decision is about: those of one instant (R6). A decision that an earlier version kept on the order was about all of
 * its month.
 */
function askedTogether(code: FindingCode, rows: readonly TypedRow[], { decisions }: AssemblyRules): Rows[] {
  return groupedRows(rows, ({ atMs }) => monthOfInstant(atMs)).flatMap((ofMonth) => {
    const [{ group, atMs }] = ofMonth;
    const isDecidedWhole = decisions.on(code, group, monthOfInstant(atMs)) !== null;
    return isDecidedWhole ? [ofMonth] : groupedRows(ofMonth, (row) => row.atMs);
  });
}

/** One exception for each refund of the charge; the first names all rows that are asked about with it. */
function acceptedOrphans(
  group: AssembledGroup,
  asked: Rows,
  rules: AssemblyRules,
  charge: TypedRow | null,
): readonly TypedRow[] {
  const [first] = asked;
  const [head = first, ...others] = asked.filter((row) => row.component === 'gross');
  const what = `a refund of order ${first.group}, whose charge is ${whereItIs(first, charge)}`;
  const { subject } = questionOf('orphan', asked, what);
  const rest = asked.filter((row) => row !== head);
  const accepted = isAccepted(group, { ...questionOf('orphan', [head, ...rest], what), subject }, rules);
  for (const other of others) isAccepted(group, { ...questionOf('orphan', [other], what), subject }, rules);
  return accepted ? asked : [];
}

function whereItIs({ currency }: TypedRow, charge: TypedRow | null): string {
  if (charge === null) return 'not in the data';
  return `in the data in ${charge.currency}, and the refund in ${currency}: accept it as a reduction of its own month`;
}

/** The rebills that take back what accepted refunds took before, each in its component; the others are exceptions. */
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

function questionOf(code: FindingCode, rows: Rows, what: string): RowQuestion {
  const [{ group }] = rows;
  return { code, subject: subjectOfRows(nameOf(rows), rows), once: group, what, rows };
}

function kindOf({ effect }: TypedRow): RowAmount['kind'] {
  return effect === 'refund' ? 'refund' : 'provider-fee';
}

function byTimeAndAmount(a: TypedRow, b: TypedRow): number {
  return a.atMs - b.atMs || (a.gross < b.gross ? -1 : a.gross > b.gross ? 1 : 0);
}
