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

/** Counts the charges of each store that have a fee, by currency, of the month and of the one before. */
export class FeeCounts {
  readonly #month: Month;
  readonly #counts = new Map<Provider, Map<string, FeeCount>>();

  constructor(month: Month) {
    this.#month = month;
  }

  note(charge: ChargeHistory): void {
    const isOfMonth = charge.month === this.#month;
    const { gross, fee } = planAmounts(charge);
    if (gross <= 0n || (!isOfMonth && charge.month !== addMonths(this.#month, -1))) return;
    const own = this.#counts.get(charge.provider) ?? new Map<string, FeeCount>();
    const count = own.get(charge.currency) ?? { before: 0, now: 0, withFee: 0 };
    if (isOfMonth) count.now += 1;
    if (fee > 0n && isOfMonth) count.withFee += 1;
    if (fee > 0n && !isOfMonth) count.before += 1;
    this.#counts.set(charge.provider, own.set(charge.currency, count));
  }

  /** Stores that took a fee of charges in the month before, and of none in the month; or of none in one of its currencies. */
  warnings(): Warning[] {
    return [...this.#counts].flatMap(([provider, byCurrency]) => {
      const whole = sum([...byCurrency.values()]);
      if (lacksFees(whole)) return [this.#told(provider, whole, '')];
      const lacking = [...byCurrency].filter(([, count]) => lacksFees(count));
      return lacking.map(([currency, count]) => this.#told(provider, count, ` in ${currency}`));
    });
  }

  #told(provider: Provider, { before, now }: FeeCount, which: string): Warning {
    const month = formatMonth(this.#month);
    return {
      code: 'charges-without-fee',
      provider,
      subject: month,
      amount: null,
      what: `none of ${now} charge(s) of ${month}${which} has a fee, ${before} of the month before had one: were rows filtered, or a column emptied?`,
      source: null,
    };
  }
}

function lacksFees({ before, now, withFee }: FeeCount): boolean {
  return before > 0 && now > 0 && withFee === 0;
}

function sum(counts: readonly FeeCount[]): FeeCount {
  const all: FeeCount = { before: 0, now: 0, withFee: 0 };
  for (const { before, now, withFee } of counts) {
    all.before += before;
    all.now += now;
    all.withFee += withFee;
  }
  return all;
}
