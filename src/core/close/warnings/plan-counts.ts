import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import { type ChargeHistory, planOf } from '../../revenue/charge-history.ts';
import type { Provider } from '../../revenue/provider.ts';
import { countOf } from '../../text/count-of.ts';
import type { Warning } from './warning.ts';

/** Counts the charges of each plan that pay for the month and for the one before. */
export class PlanCounts {
  readonly #month: Month;
  readonly #counts = new Map<string, { provider: Provider; name: string; before: number; now: number }>();

  constructor(month: Month) {
    this.#month = month;
  }

  note(charge: ChargeHistory): void {
    const before = covers(charge, addMonths(this.#month, -1));
    const now = covers(charge, this.#month);
    if (!before && !now) return;
    const months = Math.max(...charge.lines.map((line) => line.coverage.months));
    const name = `${planOf(charge) || 'plan not named'}, ${countOf(months, 'month')}`;
    const key = `${charge.provider} ${name}`;
    const count = this.#counts.get(key) ?? { provider: charge.provider, name, before: 0, now: 0 };
    if (before) count.before += 1;
    if (now) count.now += 1;
    this.#counts.set(key, count);
  }

  /** Plans that somebody paid for in the month before, and nobody in the month. */
  warnings(): Warning[] {
    return [...this.#counts.values()]
      .filter(({ now }) => now === 0)
      .map(({ provider, name, before }) => ({
        code: 'plan-without-charges',
        provider,
        subject: name,
        amount: null,
        what: `no charge pays for ${formatMonth(this.#month)}, ${before} did for the month before: is an export missing?`,
        source: null,
      }));
  }
}

/** Whether a charge pays for a month. */
export function covers({ lines }: Pick<ChargeHistory, 'lines'>, month: Month): boolean {
  return lines.some(({ coverage }) => month >= coverage.first && month < coverage.first + coverage.months);
}
