import { usd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained, sumFormula } from '../../../core/explanation/tree/explanation.ts';
import { formatExact } from '../../../core/money/exact-decimal.ts';
import { convertHalfEven } from '../../../core/money/fx-rate.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { monthEndMs, monthFromText, monthStartMs } from '../../../core/month/month.ts';
import { utcDate } from '../../../core/month/utc-date.ts';
import type { PaymentRegion } from '../../../core/reconciliation/apple-settlement.ts';
import { effectiveRate } from '../../../core/reconciliation/apple-statement.ts';
import { financialRows } from '../../../store/inputs/financial-rows.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { type SubscriberRow, subscriberRows } from '../../../store/inputs/statement-totals.ts';
import { appleSettlements, type ReadSettlement } from '../../close/reconciliation/apple-settlements.ts';
import { type AskedLine, ONE, type RowBehind, type SidesOfLine, shownRows } from './rows-behind.ts';

const NOTHING: SidesOfLine = { ours: [], theirs: [] };

/** The Subscriber rows behind a line about Apple, and the rows of the payments file or of the financial reports. */
export async function sidesOfApple(asked: AskedLine): Promise<SidesOfLine> {
  const { db } = asked.context;
  const label = monthFromText(asked.line.source.slice(-'2026-09'.length));
  const imports = (await listImports(db)).filter(({ active }) => active);
  const [read] = await appleSettlements(db, imports, label, label);
  if (read === undefined) return NOTHING;
  const { category } = asked.line;
  if (category.startsWith('fx_')) return exchanged(asked, read, category.slice('fx_'.length));
  const sides = SIDES[category];
  if (sides === undefined) return NOTHING;
  const { ours, theirs } = await sides(asked, read);
  return { ours: shownRows(asked, ours), theirs: shownRows(asked, theirs) };
}

interface RowsOfSides {
  readonly ours: readonly RowBehind[];
  readonly theirs: readonly RowBehind[];
}

/** The rows of each category, on both sides. */
const SIDES: Readonly<Record<string, (asked: AskedLine, read: ReadSettlement) => Promise<RowsOfSides>>> = {
  earned: async (asked, read) => ({
    ours: (await ofCalendarMonth(asked, read)).map((row) => ({ ...row, what: 'proceeds', amount: row.proceeds })),
    theirs: await stated(asked, read, 'earned'),
  }),
  units: async (asked, read) => ({
    ours: (await ofCalendarMonth(asked, read)).map((row) => ({ ...row, what: 'units', amount: row.units * ONE })),
    theirs: await stated(asked, read, 'units'),
  }),
  financial_reports: async (asked, read) => ({
    ours: await reported(asked, read, 'earned'),
    theirs: ofRegions(asked, read, 'earned', ({ earned }) => earned),
  }),
  total_owed: async (asked, read) => ({
    ours: regionsOf(asked, read).map(({ source, ...row }) => ({
      ...source,
      what: 'owed by its parts',
      amount: row.preTax + row.inputTax + row.adjustments + row.withholdingTax,
      formula: addedUp([row.preTax, row.inputTax, row.adjustments, row.withholdingTax]),
    })),
    theirs: ofRegions(asked, read, 'owed', ({ owed }) => owed),
  }),
  withholding_tax: async (asked, read) => paidBeyond(asked, read, ({ withholdingTax }) => withholdingTax),
  input_tax: async (asked, read) => paidBeyond(asked, read, ({ inputTax }) => inputTax),
  adjustments: async (asked, read) => paidBeyond(asked, read, ({ adjustments }) => adjustments),
};

/** What was taken off or added where a region was paid. Nothing of ours is compared with it. */
function paidBeyond(asked: AskedLine, read: ReadSettlement, amountOf: (row: PaymentRegion) => bigint): RowsOfSides {
  const paid = regionsOf(asked, read).filter((row) => row.paid && amountOf(row) !== 0n);
  const what = asked.line.category.replace('_', ' ');
  return { ours: [], theirs: paid.map((row) => ({ ...row.source, what, amount: amountOf(row) })) };
}

function ofCalendarMonth({ context, line }: AskedLine, { settlement }: ReadSettlement): Promise<SubscriberRow[]> {
  const { label } = settlement.fiscal;
  return subscriberRows(context.db, monthStartMs(label), monthEndMs(label), line.currency);
}

function regionsOf({ line }: AskedLine, { settlement }: ReadSettlement): PaymentRegion[] {
  return settlement.regions.filter(({ currency }) => currency === line.currency);
}

function ofRegions(
  asked: AskedLine,
  read: ReadSettlement,
  what: string,
  amountOf: (row: PaymentRegion) => bigint,
): RowBehind[] {
  return regionsOf(asked, read).map((row) => ({ ...row.source, what, amount: amountOf(row) }));
}

/** What the payments file says, or without one the financial reports. */
async function stated(asked: AskedLine, read: ReadSettlement, what: 'earned' | 'units'): Promise<RowBehind[]> {
  return read.settlement.regions.length > 0
    ? ofRegions(asked, read, what, (row) => (what === 'earned' ? row.earned : row.units * ONE))
    : reported(asked, read, what);
}

async function reported({ context, line }: AskedLine, { addedUp: reports }: ReadSettlement, what: 'earned' | 'units') {
  const rows: RowBehind[] = [];
  for await (const { importId, row, source } of financialRows(context.db, null)) {
    if (row.currency !== line.currency || !reports.some(({ id }) => id === importId)) continue;
    rows.push({ ...source, what, amount: what === 'earned' ? row.amount : row.quantity * ONE });
  }
  return rows;
}

/** A fiscal month's proceeds in dollars: a day each at the rate of fx.csv, and all of them at the rate at which Apple paid. */
async function exchanged(asked: AskedLine, { settlement }: ReadSettlement, currency: string): Promise<SidesOfLine> {
  const { context, line } = asked;
  const { fromMs, beforeMs } = settlement.fiscal;
  const rows = await subscriberRows(context.db, fromMs, beforeMs, currency);
  const inCurrency = { ...asked, unit: currency };
  const ours = [...new Set(rows.map(({ atMs }) => atMs))].map((atMs) => {
    const ofDay = rows.filter((row) => row.atMs === atMs);
    const proceeds = ofDay.reduce((sum, row) => sum + row.proceeds, 0n);
    const rate = context.fx.rateOn(currency, atMs) ?? null;
    return explained({
      label: `proceeds of ${utcDate(atMs)}`,
      amount: usd(convertHalfEven(proceeds, rate)),
      formula: `${formatMicro(proceeds)} ${currency} * ${rate === null ? '1' : formatExact(rate)}`,
      factors: shownRows(
        inCurrency,
        ofDay.map((row) => ({ ...row, what: 'proceeds', amount: row.proceeds })),
      ),
    });
  });
  return { ours, theirs: atRatePaid(inCurrency, settlement.regions, rows, line.theirs) };
}

function atRatePaid(
  asked: AskedLine,
  regions: readonly PaymentRegion[],
  rows: readonly SubscriberRow[],
  amount: bigint,
): Explanation[] {
  const rate = effectiveRate(regions, asked.unit);
  if (rate === null) return [];
  const proceeds = rows.reduce((sum, row) => sum + row.proceeds, 0n);
  const paid = regions.filter((row) => row.paid && row.currency === asked.unit);
  const of = (what: string, unit: string, amountOf: (row: PaymentRegion) => bigint): Explanation[] =>
    shownRows(
      { ...asked, unit },
      paid.map((row) => ({ ...row.source, what, amount: amountOf(row) })),
    );
  return [
    explained({
      label: 'proceeds of the fiscal month at the rate at which Apple paid',
      amount: usd(amount),
      formula: `${formatMicro(proceeds)} ${asked.unit} * ${formatMicro(rate.proceeds)} / ${formatMicro(rate.owed)}`,
      factors: [...of('paid', 'USD', (row) => row.proceeds), ...of('owed', asked.unit, ({ owed }) => owed)],
    }),
  ];
}

/** Amounts added up, with their numbers; those of zero say nothing. */
function addedUp(amounts: readonly bigint[]): string {
  return sumFormula(amounts.map((amount) => explained({ label: '', amount: usd(amount) })));
}
