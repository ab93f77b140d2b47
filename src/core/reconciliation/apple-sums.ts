import { monthEndMs, monthStartMs } from '../month/month.ts';
import type { AppleDay, AppleSettlement, FinancialTotal, SettledLater } from './apple-settlement.ts';

type DaySums = Pick<AppleDay, 'proceeds' | 'units' | 'unitsAtZero' | 'refunds'>;

/** One currency of a settlement, added up. */
export interface CurrencySums {
  readonly currency: string;
  /** Our rows of the calendar month. */
  readonly month: DaySums;
  /** Our rows of the fiscal month. */
  readonly period: DaySums;
  /** What the statement says: the payments file, or without one the financial reports. */
  readonly theirs: { readonly earned: bigint; readonly units: bigint };
  readonly financial: readonly FinancialTotal[];
  readonly later: SettledLater;
}

/**
 * The currencies that a statement is compared in, by code: those it names, and those of our rows of the fiscal month
 * when it holds all regions.
 */
export function appleSums(settlement: AppleSettlement): CurrencySums[] {
  const { fiscal, days, regions, financial, settledLater } = settlement;
  const stated = [...regions, ...(financial?.totals ?? [])].map(({ currency }) => currency);
  const isComplete = regions.length > 0 || financial?.complete === true;
  const inPeriod = days.filter(({ atMs }) => atMs >= fiscal.fromMs && atMs < fiscal.beforeMs);
  const sold = isComplete ? inPeriod.map(({ currency }) => currency) : [];
  const [fromMs, beforeMs] = [monthStartMs(fiscal.label), monthEndMs(fiscal.label)];
  const inMonth = days.filter(({ atMs }) => atMs >= fromMs && atMs < beforeMs);
  return [...new Set([...stated, ...sold])].sort().map((currency) => {
    const ofCurrency = <Row extends { readonly currency: string }>(rows: readonly Row[]): Row[] =>
      rows.filter((row) => row.currency === currency);
    const own = ofCurrency(financial?.totals ?? []);
    const paid = ofCurrency(regions);
    const theirs =
      regions.length > 0
        ? { earned: sum(paid.map((each) => each.earned)), units: sum(paid.map((each) => each.units)) }
        : { earned: sum(own.map((each) => each.amount)), units: sum(own.map((each) => each.units)) };
    const later = ofCurrency(settledLater);
    return {
      currency,
      month: sumDays(ofCurrency(inMonth)),
      period: sumDays(ofCurrency(inPeriod)),
      theirs,
      financial: own,
      later: {
        currency,
        units: sum(later.map((each) => each.units)),
        amount: sum(later.map((each) => each.amount)),
      },
    };
  });
}

function sumDays(days: readonly AppleDay[]): DaySums {
  return {
    proceeds: sum(days.map((each) => each.proceeds)),
    units: sum(days.map((each) => each.units)),
    unitsAtZero: sum(days.map((each) => each.unitsAtZero)),
    refunds: sum(days.map((each) => each.refunds)),
  };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, each) => all + each, 0n);
}
