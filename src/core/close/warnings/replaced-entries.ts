import { compareAmounts } from '../../money/compare-amounts.ts';
import { formatMicro } from '../../money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import type { Provider } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';
import { countOf } from '../../text/count-of.ts';
import type { CostRow } from '../costs.ts';
import { isSaidBy } from '../prior-periods/gone-entries.ts';
import type { Warning } from './warning.ts';

/** A charge of an opening.csv that another replaced. */
export interface ReplacedOpening {
  readonly provider: Provider;
  readonly charge: string;
  readonly first: Month;
  readonly months: number;
}

/** What files that others replaced said, and the costs in force. */
export interface ReplacedEntries {
  readonly costs: readonly CostRow[];
  readonly costsInForce: readonly CostRow[];
  /** Charges of which nothing in force has a row. */
  readonly openings: readonly ReplacedOpening[];
}

/**
 * Rows of replaced files that pay for a month, begin to post in an open one, and are said by no file in force: a file of one month may
 * have taken the place of the others. What final months posted is for the gate `lists-kept`.
 */
export function replacedEntryWarnings(
  { costs, costsInForce, openings }: ReplacedEntries,
  month: Month,
  firstMonth: Month,
  firstOpen: Month,
): Warning[] {
  const concerns = (first: Month, months: number): boolean =>
    first <= month && month < addMonths(first, months) && Math.max(first, firstMonth) >= firstOpen;
  const goneCosts = distinct(costs, ({ description, amount, ...span }) => [
    description,
    amount,
    span.month,
    span.months,
  ])
    .filter((cost) => concerns(cost.month, cost.months))
    .filter(({ description }) => !costsInForce.some((cost) => isSaidBy(cost, description, month)))
    .sort((a, b) => compareText(a.description, b.description) || compareAmounts(a.amount, b.amount));
  const goneOpenings = distinct(openings, ({ provider, charge }) => [provider, charge])
    .filter(({ first, months }) => concerns(first, months))
    .sort((a, b) => compareText(a.provider, b.provider) || compareText(a.charge, b.charge));
  const of = `for ${formatMonth(month)}`;
  const [costRows, charges] = [countOf(goneCosts.length, 'row'), countOf(goneOpenings.length, 'charge')];
  // One warning of all of a kind, at its first.
  return [
    ...goneCosts.slice(0, 1).map(({ description, amount }) => {
      return told('', description, `${costRows} of an earlier costs.csv ${of}, the first of ${formatMicro(amount)}`);
    }),
    ...goneOpenings.slice(0, 1).map(({ provider, charge }) => {
      return told(provider, charge, `${charges} of an earlier opening.csv ${of}`);
    }),
  ];
}

function told(provider: Provider | '', subject: string, what: string): Warning {
  return { code: 'replaced-entry', provider, subject, amount: null, what, source: null };
}

/** Each once, however many replaced files had it. */
function distinct<Row>(rows: readonly Row[], keyOf: (row: Row) => readonly unknown[]): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row).join('\n'), row])).values()];
}
