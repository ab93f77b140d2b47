import type { Month } from '../../month/month.ts';
import type { ChargeHistory } from '../../revenue/charge-history.ts';
import type { Plan } from '../../revenue/plan.ts';
import { ChargesBeyondInvoice } from './charge-beyond-invoice.ts';
import { costsBeyondCharge } from './costs-beyond-charge.ts';
import { FeeCounts } from './fee-counts.ts';
import { type PaidAccount, PaidStretches } from './paid-stretches.ts';
import { PlanCounts } from './plan-counts.ts';
import { listPriceWarning, unusualTermWarning } from './plan-terms.ts';
import { type ExportedDays, QuietDays } from './quiet-days.ts';
import { RepeatedSales } from './repeated-sales.ts';
import { type Subscriber, TwoStores } from './two-stores.ts';
import { UnmatchedSubscribers } from './unmatched-subscribers.ts';
import { byCodeAndProvider, type Warning, type WarningCode } from './warning.ts';

/** Of each code about single charges. */
const MOST_WARNINGS = 10_000;

/** Looks at every charge for what is odd about its plan, and for subscribers that pay twice. */
export class PlanChecks {
  readonly #plans: readonly Plan[];
  readonly #month: Month;
  readonly #planCounts: PlanCounts;
  readonly #feeCounts: FeeCounts;
  readonly #quietDays: QuietDays;
  readonly #repeatedSales: RepeatedSales;
  readonly #twoStores: TwoStores;
  readonly #beyondInvoice = new ChargesBeyondInvoice();
  readonly #paid: PaidStretches;
  readonly #unmatched: UnmatchedSubscribers;
  readonly #warnings: Warning[] = [];
  readonly #counts = new Map<WarningCode, number>();

  /** @param subscribers who is who over the stores, from subscribers.csv */
  constructor(plans: readonly Plan[], month: Month, subscribers: readonly Subscriber[], exported: ExportedDays) {
    this.#plans = plans;
    this.#month = month;
    this.#planCounts = new PlanCounts(month);
    this.#feeCounts = new FeeCounts(month);
    this.#quietDays = new QuietDays(month, exported);
    this.#repeatedSales = new RepeatedSales(month);
    this.#twoStores = new TwoStores(month, subscribers);
    this.#paid = new PaidStretches(subscribers);
    this.#unmatched = new UnmatchedSubscribers(subscribers);
  }

  note(charge: ChargeHistory): void {
    this.#planCounts.note(charge);
    this.#feeCounts.note(charge);
    this.#quietDays.note(charge);
    this.#repeatedSales.note(charge);
    this.#twoStores.note(charge);
    this.#paid.note(charge);
    this.#unmatched.note(charge);
    if (charge.month !== this.#month) return;
    for (const check of [listPriceWarning, unusualTermWarning, costsBeyondCharge])
      this.#keep(check(charge, this.#plans));
    this.#keep(this.#beyondInvoice.note(charge));
  }

  result(): Warning[] {
    const single = [...this.#warnings, ...this.#notListed()];
    const counted = [this.#planCounts, this.#feeCounts, this.#quietDays, this.#repeatedSales, this.#twoStores].flatMap(
      (counts) => counts.warnings(),
    );
    return [...single, ...counted].sort(byCodeAndProvider);
  }

  /** What charges pay for, of the accounts of subscribers.csv. */
  paidAccounts(): PaidAccount[] {
    return this.#paid.result();
  }

  /** What of subscribers.csv fits nothing. @param used the accounts that have a wallet; null where nobody looked */
  unmatchedSubscribers(used: ReadonlySet<string> | null): Warning[] {
    return this.#unmatched.warnings(used);
  }

  /** A wrong list price makes a warning of every charge: beyond a number they are only counted. */
  #keep(warning: Warning | null): void {
    if (warning === null) return;
    const count = (this.#counts.get(warning.code) ?? 0) + 1;
    this.#counts.set(warning.code, count);
    if (count <= MOST_WARNINGS) this.#warnings.push(warning);
  }

  /** One warning for all of a code that are not listed. */
  #notListed(): Warning[] {
    return [...this.#counts]
      .filter(([, count]) => count > MOST_WARNINGS)
      .map(([code, count]) => {
        const what = `${count} charges in all, of which the first ${MOST_WARNINGS} are listed`;
        return { code, provider: '', subject: '', amount: null, what, source: null };
      });
  }
}
