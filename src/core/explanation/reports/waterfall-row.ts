import { recognisedIn, WaterfallSum } from '../../deferral/waterfall.ts';
import { formatMicro, type MicroUsd } from '../../money/micro.ts';
import { formatMonth, type Month, parseMonth } from '../../month/month.ts';
import { countOf } from '../../text/count-of.ts';
import { chargeParts, type DeferredCharge, type MovementOf, type ShareOf } from '../charges/charges-behind.ts';
import { counted, usd } from '../tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula } from '../tree/explanation.ts';
import { LargestParts } from '../tree/largest-parts.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

/** A row of waterfall.csv with the charges that it sums up. */
export interface WaterfallFigures {
  readonly row: ExplainedRow;
  /** The month of the reports. */
  readonly month: Month;
  readonly charges: ChargesOfRow;
  readonly movementOf: MovementOf;
}

/** Whether a charge of deferred.csv is one of a row's. */
export function isInWaterfallRow(row: ExplainedRow, { provider, plan, chargeMonth }: DeferredCharge): boolean {
  return (
    textIn(row, 'provider') === provider &&
    textIn(row, 'plan') === plan &&
    textIn(row, 'charge_month') === formatMonth(chargeMonth)
  );
}

type Column = keyof typeof AMOUNTS;

/** What a charge of deferred.csv brings to the columns of its row. */
const AMOUNTS = {
  billed_usd: ({ charged }: DeferredCharge) => charged,
  changed_usd: ({ changed }: DeferredCharge) => changed,
  recognised_to_date_usd: ({ before, inMonth }: DeferredCharge) => before + inMonth,
  remaining_usd: ({ after }: DeferredCharge) => after,
} as const;

const LABELS: Readonly<Record<Column, string>> = {
  billed_usd: 'billed, net of tax and fee',
  changed_usd: 'changed by refunds, disputes and restorations',
  recognised_to_date_usd: 'recognised up to and with the month',
  remaining_usd: 'remaining, recognised in later months',
};

/** The largest charges of a row, by each column that they may be asked for by. */
export class ChargesOfRow {
  readonly #most: number;
  readonly #by = new Map<string, LargestParts<DeferredCharge>>();

  /** @param most how many charges of a figure are shown one by one */
  constructor(most: number) {
    this.#most = most;
  }

  add(charge: DeferredCharge, month: Month): void {
    for (const [column, of] of Object.entries(AMOUNTS)) this.#take(column, charge, of(charge));
    this.#take('charges', charge, 1n);
    this.#take(formatMonth(month), charge, charge.inMonth);
    this.#take('whole', charge, charge.charged + charge.changed);
  }

  /** By a column of the row; of a month that is not that of the reports by what the charge comes to in all. */
  by(column: string): LargestParts<DeferredCharge> {
    return this.#by.get(column) ?? this.#by.get('whole') ?? new LargestParts(this.#most);
  }

  /** The charges that may be shown. */
  shown(): readonly DeferredCharge[] {
    return [...new Set([...this.#by.values()].flatMap(({ largest }) => largest))];
  }

  #take(column: string, charge: DeferredCharge, amount: bigint): void {
    const parts = this.#by.get(column) ?? new LargestParts<DeferredCharge>(this.#most);
    this.#by.set(column, parts);
    if (amount !== 0n) parts.add(amount, charge);
  }
}

/**
 * Explains a cell of waterfall.csv, down to the rows of its charges. Without a column what remains: billed and changed, less
 * what is recognised. Null for what is no figure.
 */
export function waterfallCell(figures: WaterfallFigures, column: string | null): Explanation | null {
  if (column === null) return remaining(figures);
  if (column === 'charges') return numberOfCharges(figures);
  if (column in AMOUNTS) return amountCell(figures, column as Column);
  const month = parseMonth(column);
  return month === null || !figures.row.cells.has(column) ? null : monthCell(figures, month);
}

function remaining(figures: WaterfallFigures): Explanation {
  const { row } = figures;
  const parts = [
    amountCell(figures, 'billed_usd'),
    amountCell(figures, 'changed_usd'),
    lessThat(amountCell(figures, 'recognised_to_date_usd')),
  ];
  return explained({
    label: `remaining of ${nameOfWaterfallRow(row)}`,
    amount: usd(microIn(row, 'remaining_usd')),
    formula: sumFormula(parts),
    rule: 'R5',
    note: 'billed + changed = recognised to date + remaining',
    cell: cellIn(row, 'remaining_usd'),
    parts,
    factors: [amountCell(figures, 'remaining_usd')],
  });
}

function amountCell(figures: WaterfallFigures, column: Column): Explanation {
  const shareOf: ShareOf = (charge) => shareIn(figures, charge, AMOUNTS[column](charge), formulaOf(charge, column));
  return ofCharges(figures, column, LABELS[column], shareOf);
}

function formulaOf({ charged, changed, before, inMonth, after }: DeferredCharge, column: Column): string {
  if (column === 'recognised_to_date_usd')
    return `${formatMicro(before)} before the month + ${formatMicro(inMonth)} in it`;
  if (column !== 'remaining_usd') return '';
  return `${formatMicro(charged)} charged, ${formatMicro(changed)} changed, less ${formatMicro(charged + changed - after)} recognised`;
}

/** What the charges recognise in a month: of that of the reports as deferred.csv has it, of another as their schedule says. */
function monthCell(figures: WaterfallFigures, month: Month): Explanation {
  const inMonth = `recognised in ${formatMonth(month)}`;
  if (month === figures.month) {
    return ofCharges(figures, formatMonth(month), inMonth, (charge) => shareIn(figures, charge, charge.inMonth, ''));
  }
  return ofCharges(figures, formatMonth(month), inMonth, (charge) => {
    const movement = figures.movementOf(charge);
    if (movement === null) return null;
    const sum = new WaterfallSum();
    sum.add(movement);
    const [own] = sum.result();
    return own === undefined ? null : shareIn(figures, charge, recognisedIn(own, month), '');
  });
}

function ofCharges(figures: WaterfallFigures, column: string, what: string, shareOf: ShareOf): Explanation {
  const { row, charges } = figures;
  const amount = microIn(row, column);
  const parts = amount === 0n ? [] : chargeParts(amount, charges.by(column), shareOf);
  return explained({
    label: `${what}: ${nameOfWaterfallRow(row)}`,
    amount: usd(amount),
    formula: sumFormula(parts),
    rule: column === 'changed_usd' ? 'R6' : 'R5',
    note: countOf(Number(textIn(row, 'charges')), 'charge'),
    cell: cellIn(row, column),
    parts,
  });
}

function numberOfCharges({ row, charges, movementOf }: WaterfallFigures): Explanation {
  const parts = charges.by('charges').parts(
    (count) => counted(Number(count), 'charges'),
    'charge',
    (charge, count) =>
      explained({
        label: `${charge.provider} ${charge.charge}`,
        amount: counted(Number(count), 'charges'),
        cell: { file: 'deferred.csv', row: charge.row, column: 'charge' },
        source: movementOf(charge)?.source ?? null,
      }),
  );
  return explained({
    label: `charges of ${nameOfWaterfallRow(row)}`,
    amount: counted(Number(textIn(row, 'charges')), 'charges'),
    formula: 'its rows of deferred.csv',
    rule: 'R5',
    cell: cellIn(row, 'charges'),
    parts,
  });
}

function shareIn({ movementOf }: WaterfallFigures, charge: DeferredCharge, amount: MicroUsd, formula: string) {
  return { amount, formula, rule: null, source: movementOf(charge)?.source ?? null };
}

/** `apple unlimited, charged in 2026-09` */
export function nameOfWaterfallRow(row: ExplainedRow): string {
  const plan = textIn(row, 'plan');
  return `${textIn(row, 'provider')}${plan === '' ? '' : ` ${plan}`}, charged in ${textIn(row, 'charge_month')}`;
}
