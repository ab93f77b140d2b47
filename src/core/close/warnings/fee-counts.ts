import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import { type ChargeHistory, planAmounts } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import type { Warning } from './warning.ts';

interface FeeCount {
  /** Charges of the month before that had a fee. */
  before: number;
  /** Charges of the month, and those of them that have one. */
  now: number;
  withFee: number;
}

/** Counts the charges of each store that have a fee, of the month and of the one before. */
export class FeeCounts {
  readonly #month: Month;
  readonly #counts = new Map<Provider, FeeCount>();

  constructor(month: Month) {
    this.#month = month;
  }

  note(charge: ChargeHistory): void {
    const isOfMonth = charge.month === this.#month;
    const { gross, fee } = planAmounts(charge);
    if (gross <= 0n || (!isOfMonth && charge.month !== addMonths(this.#month, -1))) return;
    const count = this.#counts.get(charge.provider) ?? { before: 0, now: 0, withFee: 0 };
    if (isOfMonth) count.now += 1;
    if (fee > 0n && isOfMonth) count.withFee += 1;
    if (fee > 0n && !isOfMonth) count.before += 1;
    this.#counts.set(charge.provider, count);
  }

  /** Stores that took a fee of charges in the month before, and of none in the month. */
  warnings(): Warning[] {
    return [...this.#counts]
      .filter(([, { before, now, withFee }]) => before > 0 && now > 0 && withFee === 0)
      .map(([provider, { before, now }]) => ({
        code: 'charges-without-fee',
        provider,
        subject: formatMonth(this.#month),
        amount: null,
        what: `none of ${now} charge(s) of ${formatMonth(this.#month)} has a fee, ${before} of the month before had one: were rows filtered, or a column emptied?`,
        source: null,
      }));
  }
}
