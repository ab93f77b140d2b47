import { convertHalfEven, type FxRate } from '../money/fx-rate.ts';
import { formatMicro } from '../money/micro.ts';
import { halfEvenProportion } from '../money/proportion.ts';
import type { AppleSettlement } from './apple-settlement.ts';
import { effectiveRate, statementOf } from './apple-statement.ts';
import { type ReconciliationLine, reconciledLine } from './reconciliation-line.ts';

const ONE = 1_000_000n;

/**
 * What exchange rates make of the fiscal month's proceeds in another currency: at the rate of fx.csv of each row's date
 * (half-even per date), against the rate at which Apple paid, which is proceeds divided by total owed. In dollars. A
 * currency without a rate on some date has no line: the close asks for the rate.
 */
export function appleFxLines(
  settlement: AppleSettlement,
  dayRate: (currency: string, atMs: number) => FxRate | undefined,
): ReconciliationLine[] {
  const { fiscal, days, regions } = settlement;
  const currencies = [...new Set(regions.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const rate = effectiveRate(regions, currency);
    if (rate === null) return [];
    const own = days.filter(
      (day) => day.currency === currency && day.atMs >= fiscal.fromMs && day.atMs < fiscal.beforeMs,
    );
    let ours = 0n;
    for (const { atMs, proceeds } of own) {
      const ofDay = dayRate(currency, atMs);
      if (ofDay === undefined) return [];
      ours += convertHalfEven(proceeds, ofDay);
    }
    const earned = own.reduce((sum, { proceeds }) => sum + proceeds, 0n);
    const theirs = halfEvenProportion(earned, rate.proceeds, rate.owed);
    const paidAt = formatMicro(halfEvenProportion(ONE, rate.proceeds, rate.owed));
    return [
      reconciledLine({
        provider: 'apple',
        source: statementOf(settlement),
        category: `fx_${currency}`,
        currency: 'USD',
        ours,
        theirs,
        causes: [{ name: 'exchange rate', amount: theirs - ours }],
        acceptance: null,
        note: `Apple paid at ${paidAt}`,
        scope: null,
      }),
    ];
  });
}
