import type { Movement, MovementChange } from '../../deferral/movement.ts';
import {
  ROLLFORWARD_AMOUNTS,
  ROLLFORWARD_COMPONENTS,
  type RollforwardAmount,
  type RollforwardRow,
  RollforwardSum,
} from '../../deferral/rollforward.ts';
import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import { type ChargeShare, chargeParts, type DeferredCharge, type MovementOf } from '../charges/charges-behind.ts';
import { usd } from '../tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula } from '../tree/explanation.ts';
import { LargestParts } from '../tree/largest-parts.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';
import type { RuleName } from '../tree/rules.ts';

/** A row of rollforward.csv with the charges that it sums up. */
export interface RollforwardFigures {
  readonly row: ExplainedRow;
  readonly charges: ChargesOfGroup;
  readonly movementOf: MovementOf;
}

/** Whether a charge of deferred.csv is one of a row's group. */
export function isInRollforwardRow(row: ExplainedRow, { provider, currency, plan }: DeferredCharge): boolean {
  return textIn(row, 'provider') === provider && textIn(row, 'currency') === currency && textIn(row, 'plan') === plan;
}

interface Meaning {
  readonly label: string;
  readonly rule: RuleName;
  /** How large a charge stands in the column, by its net in deferred.csv: 0 where it cannot stand there. */
  readonly sizeOf: (charge: DeferredCharge, month: Month) => MicroUsd;
  /** The change of the month whose row of an export the amount comes from; null where it is the charge's own. */
  readonly kinds: readonly MovementChange['kind'][];
}

const changedOnly = ({ changed }: DeferredCharge): MicroUsd => changed;
const REDUCTIONS = ['refund', 'dispute'] as const;

const MEANINGS: Readonly<Record<RollforwardAmount, Meaning>> = {
  opening_usd: {
    label: 'not yet recognised when the month began',
    rule: 'R5',
    sizeOf: (charge, month) => (charge.chargeMonth === month ? 0n : charge.charged - charge.before),
    kinds: [],
  },
  late_usd: { label: 'what rows that came after the close before change', rule: 'R16', sizeOf: () => 0n, kinds: [] },
  billed_usd: {
    label: 'charged in the month',
    rule: 'R5',
    sizeOf: (charge, month) => (charge.chargeMonth === month ? charge.charged : 0n),
    kinds: [],
  },
  recognised_usd: { label: 'recognised in the month', rule: 'R5', sizeOf: ({ inMonth }) => inMonth, kinds: [] },
  refunds_from_deferred_usd: {
    label: 'taken by refunds from what was deferred',
    rule: 'R6',
    sizeOf: changedOnly,
    kinds: ['refund'],
  },
  disputes_from_deferred_usd: {
    label: 'taken by disputes from what was deferred',
    rule: 'R6',
    sizeOf: changedOnly,
    kinds: ['dispute'],
  },
  // A charge that is whole again has changed by nothing in all.
  restorations_usd: {
    label: 'put back by restorations',
    rule: 'R7',
    sizeOf: ({ charged }) => charged,
    kinds: ['restoration'],
  },
  fx_usd: { label: 'revalued', rule: 'R3', sizeOf: () => 0n, kinds: [] },
  closing_usd: { label: 'deferred when the month ended', rule: 'R5', sizeOf: ({ after }) => after, kinds: [] },
  check_usd: { label: 'closing, less what the movements lead to', rule: 'R5', sizeOf: () => 0n, kinds: [] },
  clawed_back_usd: {
    label: 'clawed back of what earlier months recognised',
    rule: 'R6',
    sizeOf: changedOnly,
    kinds: REDUCTIONS,
  },
  caught_up_usd: {
    label: 'caught up by restorations',
    rule: 'R7',
    sizeOf: ({ charged }) => charged,
    kinds: ['restoration'],
  },
};

const COLUMNS = Object.keys(ROLLFORWARD_AMOUNTS) as RollforwardAmount[];
/** They sum to the closing balance. */
const MOVES = COLUMNS.slice(0, COLUMNS.indexOf('closing_usd'));

/** The largest charges of a group, by each column that they may stand in. */
export class ChargesOfGroup {
  readonly #most: number;
  readonly #by = new Map<RollforwardAmount, LargestParts<DeferredCharge>>();

  /** @param most how many charges of a figure are shown one by one */
  constructor(most: number) {
    this.#most = most;
  }

  add(charge: DeferredCharge, month: Month): void {
    for (const column of COLUMNS) {
      const size = MEANINGS[column].sizeOf(charge, month);
      if (size !== 0n) this.by(column).add(size, charge);
    }
  }

  /** The charges that may be shown. */
  shown(): readonly DeferredCharge[] {
    return [...new Set([...this.#by.values()].flatMap(({ largest }) => largest))];
  }

  by(column: RollforwardAmount): LargestParts<DeferredCharge> {
    const parts = this.#by.get(column) ?? new LargestParts<DeferredCharge>(this.#most);
    this.#by.set(column, parts);
    return parts;
  }
}

/**
 * Explains a cell of rollforward.csv, down to the rows of charges, refunds and disputes. Without a column the closing balance:
 * what the group opened with, and everything that moved it. Null for what is no figure.
 */
export function rollforwardCell(figures: RollforwardFigures, column: string | null): Explanation | null {
  if (column === null || column === 'check_usd') return closing(figures, column ?? 'closing_usd');
  const known = COLUMNS.find((each) => each === column);
  return known === undefined ? null : amountCell(figures, known);
}

function closing(figures: RollforwardFigures, column: 'closing_usd' | 'check_usd'): Explanation {
  const { row } = figures;
  const moves = MOVES.filter((each) => microIn(row, each) !== 0n).map((each) => amountCell(figures, each));
  const end = amountCell(figures, 'closing_usd');
  const parts = column === 'closing_usd' ? moves : [end, ...moves.map(lessThat)];
  return explained({
    label: `${column === 'closing_usd' ? 'deferred when the month ended' : MEANINGS.check_usd.label}: ${nameOf(row)}`,
    amount: usd(microIn(row, column)),
    formula: sumFormula(parts),
    rule: 'R5',
    note: 'opening + what moved it = closing',
    cell: cellIn(row, column),
    parts,
    factors: column === 'closing_usd' ? [end] : [],
  });
}

function amountCell(figures: RollforwardFigures, column: RollforwardAmount): Explanation {
  const { row } = figures;
  const { label, rule } = MEANINGS[column];
  const parts = partsOf(figures, column);
  const isLate = column === 'late_usd' && parts.length > 0;
  return explained({
    label: `${label}: ${nameOf(row)}`,
    amount: usd(microIn(row, column)),
    formula: sumFormula(parts),
    rule,
    note: isLate ? 'what of it final months should have posted stands in adjustments.csv' : '',
    cell: cellIn(row, column),
    parts,
  });
}

/**
 * The charges that a column sums up. The books open with what the month before closed with, whatever came since: its charges as they
 * are known now open with `late_usd` more.
 */
function partsOf(figures: RollforwardFigures, column: RollforwardAmount): Explanation[] {
  const { row } = figures;
  const [amount, late] = [microIn(row, column), microIn(row, 'late_usd')];
  if (column === 'late_usd') return late === 0n ? [] : [openingNow(figures), openingOfBooks(figures)];
  if (column !== 'opening_usd' || late === 0n) return chargesIn(figures, column, amount);
  const taken = explained({ label: 'less what came after the close (late_usd)', amount: usd(-late), rule: 'R16' });
  return [...chargesIn(figures, column, amount + late), taken];
}

function chargesIn(figures: RollforwardFigures, column: RollforwardAmount, amount: MicroUsd): Explanation[] {
  const { charges } = figures;
  return amount === 0n ? [] : chargeParts(amount, charges.by(column), (charge) => shareOf(figures, column, charge));
}

function openingNow(figures: RollforwardFigures): Explanation {
  const now = microIn(figures.row, 'opening_usd') + microIn(figures.row, 'late_usd');
  const parts = chargesIn(figures, 'opening_usd', now);
  return explained({
    label: 'what the charges open with as they are known now',
    amount: usd(now),
    formula: sumFormula(parts),
    rule: 'R5',
    parts,
  });
}

function openingOfBooks({ row }: RollforwardFigures): Explanation {
  const opening = explained({
    label: 'what the month before closed with',
    amount: usd(microIn(row, 'opening_usd')),
    rule: 'R16',
    cell: cellIn(row, 'opening_usd'),
  });
  return lessThat(opening);
}

/** What one charge brings to a column: what the row of a group would have if it were the only one of it. */
function shareOf({ row, movementOf }: RollforwardFigures, column: RollforwardAmount, charge: DeferredCharge) {
  const movement = movementOf(charge);
  const component = ROLLFORWARD_COMPONENTS[textIn(row, 'component')];
  if (movement === null || component === undefined) return null;
  const own = rowOfOne(movement);
  if (own === undefined) return null;
  const { kinds, rule } = MEANINGS[column];
  const change = movement.changes.findLast(({ kind }) => kinds.includes(kind));
  const share: ChargeShare = {
    amount: component(ROLLFORWARD_AMOUNTS[column](own)),
    source: change?.source ?? movement.source,
    formula: change === undefined ? '' : `${change.kind} ${change.sourceId}`,
    rule: change === undefined ? null : rule,
  };
  return share;
}

function rowOfOne(movement: Movement): RollforwardRow | undefined {
  const sum = new RollforwardSum();
  sum.add(movement);
  return sum.result(null)[0];
}

function nameOf(row: ExplainedRow): string {
  const names = ['component', 'provider', 'currency', 'plan'].map((column) => textIn(row, column));
  return names.filter((name) => name !== '').join(' ');
}
