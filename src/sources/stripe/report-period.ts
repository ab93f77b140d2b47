import { NOTHING_TOLD, type ToldByName } from '../reading/told-by-name.ts';
import { ledgerRangeOfName, reconciliationOfName } from './ledger-range.ts';

/** `..._USD_2026-10-01_to_2026-10-31...` of Stripe’s summaries. One of a reconciliation sums up payouts: it is of no days. */
export function stripeStatementOfName(name: string): ToldByName {
  const reconciliation = reconciliationOfName(name);
  if (reconciliation !== '') {
    const warning = `sums up Stripe’s ${reconciliation}, and no whole days: take it out, and import the summary of the balance change from activity`;
    return { ...NOTHING_TOLD, warning };
  }
  const range = ledgerRangeOfName(name);
  if (range === null || !range.inUtc) return NOTHING_TOLD;
  return { ...NOTHING_TOLD, period: `${range.from}/${range.to}`, profile: /_([A-Z]{3})_\d{4}-/.exec(name)?.[1] ?? '' };
}
