import { appleFxLines } from './apple-fx-lines.ts';
import type { AppleSettlement, FinancialTotal, PaymentRegion } from './apple-settlement.ts';
import { effectiveRate, statementOf } from './apple-statement.ts';
import { appleSums, type CurrencySums } from './apple-sums.ts';
import { type Comparison, type ReconciliationLine, reconciledLine } from './reconciliation-line.ts';
import type { SettlementDifference } from './settlement-difference.ts';

const MICRO = 1_000_000n;

/** What a settlement comes to. */
export interface SettledApple {
  readonly lines: readonly ReconciliationLine[];
  /** What it shows beyond the rows, decided or not. */
  readonly differences: readonly SettlementDifference[];
}

/** How a person decided about a difference, for reading; null without a decision. */
export type Acceptance = (difference: SettlementDifference) => string | null;

/**
 * Apple's settlement of a fiscal month against the Subscriber rows of the calendar month that it is named after: units
 * and earnings per currency, then what the payments file adds to them. Known causes are sized from rows; what is left
 * of the earnings is a settlement difference that a person decides about (R9).
 */
export function appleLines(
  settlement: AppleSettlement,
  acceptance: Acceptance,
  dayRate: Parameters<typeof appleFxLines>[1],
): SettledApple {
  const lines: ReconciliationLine[] = [];
  const differences: SettlementDifference[] = [];
  for (const sums of appleSums(settlement)) {
    const beyond = settlementDifferences(settlement, sums);
    const uncollected = beyond.find(({ cause }) => cause === 'uncollected-sales');
    const accepted = uncollected === undefined ? null : acceptance(uncollected);
    lines.push(
      reconciledLine(earned(settlement, sums, accepted)),
      reconciledLine(units(settlement, sums, accepted)),
      ...additions(settlement, sums, beyond, acceptance),
    );
    differences.push(...beyond);
  }
  return { lines: [...lines, ...appleFxLines(settlement, dayRate)], differences };
}

function common({ fiscal, regions }: AppleSettlement, { currency }: CurrencySums) {
  return {
    provider: 'apple',
    source: statementOf({ fiscal, regions }),
    currency,
    note: '',
    scope: null,
  } as const;
}

function earned(settlement: AppleSettlement, sums: CurrencySums, acceptance: string | null): Comparison {
  const { month, period, financial, later } = sums;
  const unpaid = settlement.regions.filter((each) => !each.paid && each.currency === sums.currency);
  return {
    ...common(settlement, sums),
    category: 'earned',
    ours: month.proceeds,
    theirs: sums.theirs.earned,
    causes: [
      { name: 'fiscal calendar', amount: period.proceeds - month.proceeds },
      { name: 'other products', amount: sumOf(financial, (each) => !each.isSubscription).amount },
      { name: 'sold before, settled now', amount: soldBefore(financial).amount },
      { name: 'settled later', amount: -later.amount },
    ],
    acceptance,
    note: unpaid.length === 0 ? '' : `not paid yet: ${unpaid.map(({ region }) => region).join(', ')}`,
    scope: {
      inputs: 'apple-subscriber',
      categories: null,
      currency: sums.currency,
      measure: 'net',
      fromMs: settlement.fiscal.fromMs,
      beforeMs: settlement.fiscal.beforeMs,
    },
  };
}

/** Units: a prorated refund prints Units 0 and counts as one with us, and a trial may count or not. */
function units(settlement: AppleSettlement, sums: CurrencySums, acceptance: string | null): Comparison {
  const { month, period, financial, later, theirs } = sums;
  const causes = [
    { name: 'fiscal calendar', amount: (period.units - month.units) * MICRO },
    { name: 'other products', amount: sumOf(financial, (each) => !each.isSubscription).units * MICRO },
    { name: 'sold before, settled now', amount: soldBefore(financial).units * MICRO },
    { name: 'settled later', amount: -later.units * MICRO },
  ];
  const ours = month.units * MICRO;
  const rest = causes.reduce((left, { amount }) => left - amount, theirs.units * MICRO - ours);
  const most = (period.refunds + period.unitsAtZero) * MICRO;
  // The rows do not say which refunds are prorated: so many may be, and no more.
  if (rest > 0n && rest <= most) causes.push({ name: 'units of trials and prorated refunds', amount: rest });
  return {
    ...common(settlement, sums),
    category: 'units',
    ours,
    theirs: theirs.units * MICRO,
    causes,
    acceptance,
  };
}

/** What the payments file adds to the earnings: each is ours only once a person has accepted it. */
function additions(
  settlement: AppleSettlement,
  sums: CurrencySums,
  differences: readonly SettlementDifference[],
  acceptance: Acceptance,
): ReconciliationLine[] {
  if (settlement.regions.length === 0) return [];
  const base = { ...common(settlement, sums), causes: [], scope: null };
  const own = settlement.regions.filter((each) => each.currency === sums.currency);
  const total = (amountOf: (region: PaymentRegion) => bigint): bigint =>
    own.reduce((sum, each) => sum + amountOf(each), 0n);
  const beyond = differences
    .filter(({ cause }) => cause !== 'uncollected-sales')
    .map((each) => {
      const accepted = acceptance(each);
      // The file itself names the cause; whether it is booked is the exception's business.
      const causes = accepted === null ? [{ name: 'settlement', amount: each.amount }] : [];
      const comparison = {
        ...base,
        category: each.cause.replaceAll('-', '_'),
        ours: 0n,
        theirs: each.amount,
        causes,
        acceptance: accepted,
      };
      return reconciledLine(comparison);
    });
  const owed = total(
    ({ preTax, inputTax, adjustments, withholdingTax }) => preTax + inputTax + adjustments + withholdingTax,
  );
  const owedLine = {
    ...base,
    category: 'total_owed',
    ours: owed,
    theirs: total((each) => each.owed),
    acceptance: null,
  };
  const reported = sumOf(sums.financial, () => true).amount;
  const check = {
    ...base,
    category: 'financial_reports',
    ours: reported,
    theirs: sums.theirs.earned,
    acceptance: null,
  };
  const isStated = sums.financial.length > 0 || sums.theirs.earned !== 0n;
  // A file of one region is not all of the dollars. Reports of every region have nothing of a currency that is not there.
  const isChecked =
    settlement.financial?.complete === true ? isStated : sums.financial.length > 0 && sums.currency !== 'USD';
  return [...beyond, reconciledLine(owedLine), ...(isChecked ? [reconciledLine(check)] : [])];
}

/** Differences of one currency that are not zero. */
function settlementDifferences(settlement: AppleSettlement, sums: CurrencySums): SettlementDifference[] {
  const { fiscal, regions, financial } = settlement;
  const own = regions.filter((each) => each.currency === sums.currency);
  const paid = own.filter((each) => each.paid);
  const source = own[0]?.source ?? regions[0]?.source ?? financial?.source;
  if (source === undefined) return [];
  const amounts = {
    'withholding-tax': paid.reduce((sum, each) => sum + each.withholdingTax, 0n),
    'input-tax': paid.reduce((sum, each) => sum + each.inputTax, 0n),
    adjustments: paid.reduce((sum, each) => sum + each.adjustments, 0n),
    'uncollected-sales': reconciledLine(earned(settlement, sums, null)).unexplained,
  } as const;
  return (Object.keys(amounts) as (keyof typeof amounts)[])
    .filter((cause) => amounts[cause] !== 0n)
    .map((cause) => ({
      provider: 'apple',
      label: fiscal.label,
      currency: sums.currency,
      cause,
      amount: amounts[cause],
      rate: effectiveRate(regions, sums.currency),
      atMs: fiscal.beforeMs - 1,
      source,
    }));
}

function soldBefore(totals: readonly FinancialTotal[]): { amount: bigint; units: bigint } {
  return sumOf(totals, (each) => each.isSubscription && each.soldBefore);
}

function sumOf(
  totals: readonly FinancialTotal[],
  fits: (total: FinancialTotal) => boolean,
): { amount: bigint; units: bigint } {
  const own = totals.filter(fits);
  return {
    amount: own.reduce((sum, each) => sum + each.amount, 0n),
    units: own.reduce((sum, each) => sum + each.units, 0n),
  };
}
