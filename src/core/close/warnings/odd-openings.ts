import type { Month } from '../../month/month.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Plan } from '../../revenue/plan.ts';
import { covers } from './plan-counts.ts';
import { listPriceWarning, unusualTermWarning } from './plan-terms.ts';
import type { Warning } from './warning.ts';

/**
 * Looks at charges of opening.csv, which a person writes, for what is odd about their plan, in every month that they pay
 * for: no export has them, and their own month is long over. Those that are odd alike are one warning with their number.
 */
export class OddOpenings {
  readonly #month: Month;
  readonly #plans: readonly Plan[];
  readonly #inputs: ReadonlySet<string>;
  readonly #found = new Map<string, { readonly first: Warning; count: number }>();

  /** @param inputs hashes of the opening files in force */
  constructor(month: Month, plans: readonly Plan[], inputs: ReadonlySet<string>) {
    this.#month = month;
    this.#plans = plans;
    this.#inputs = inputs;
  }

  note(charge: ChargeHistory): void {
    // What is of the month itself is told charge by charge.
    if (!this.#inputs.has(charge.source.input) || charge.month === this.#month || !covers(charge, this.#month)) return;
    for (const check of [listPriceWarning, unusualTermWarning]) {
      const warning = check(charge, this.#plans);
      if (warning === null) continue;
      const key = `${warning.code} ${warning.provider}`;
      const known = this.#found.get(key);
      if (known === undefined) this.#found.set(key, { first: warning, count: 1 });
      else known.count += 1;
    }
  }

  warnings(): Warning[] {
    return [...this.#found.values()].map(({ first, count }) => {
      return { ...first, what: `${count} charge(s) of opening.csv that pay for the month, the first: ${first.what}` };
    });
  }
}
