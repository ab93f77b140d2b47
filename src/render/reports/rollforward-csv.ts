import { type RollforwardRow, rolledForward } from '../../core/deferral/rollforward.ts';
import { type Components, netOf, subtractComponents } from '../../core/money/components.ts';
import type { Month } from '../../core/month/month.ts';
import { type Column, type Columns, csvText, HEAD, micro, type ReportHead, text } from './columns.ts';

/** One component of a group. */
interface ComponentRow extends ReportHead {
  readonly group: RollforwardRow;
  readonly component: string;
  readonly part: (amounts: Components) => bigint;
}

const NONE: Components = { gross: 0n, tax: 0n, fee: 0n };

/** Deductions are negative, as in pool.csv, so that the three sum to net. */
const COMPONENTS: readonly (readonly [string, (amounts: Components) => bigint])[] = [
  ['gross', ({ gross }) => gross],
  ['customer_tax', ({ tax }) => -tax],
  ['provider_fee', ({ fee }) => -fee],
  ['net', netOf],
];

/** Amounts in their order, each with the sign by which it moves what is deferred. */
const COLUMNS = {
  ...HEAD,
  provider: text.of(({ group }) => group.provider),
  currency: text.of(({ group }) => group.currency),
  plan: text.of(({ group }) => group.plan),
  component: text.of(({ component }) => component),
  opening_usd: amount((row) => row.opening),
  late_usd: amount((row) => row.late),
  billed_usd: amount((row) => row.billed),
  recognised_usd: amount((row) => subtractComponents(NONE, row.recognised)),
  refunds_from_deferred_usd: amount((row) => row.refunds),
  disputes_from_deferred_usd: amount((row) => row.disputes),
  restorations_usd: amount((row) => row.restorations),
  fx_usd: amount((row) => row.fx),
  closing_usd: amount((row) => row.closing),
  check_usd: amount((row) => subtractComponents(row.closing, rolledForward(row))),
  clawed_back_usd: amount((row) => row.clawedBack),
  caught_up_usd: amount((row) => row.caughtUp),
} satisfies Columns<ComponentRow>;

function amount(of: (row: RollforwardRow) => Components): Column<ComponentRow> {
  return micro.of(({ group, part }) => part(of(group)));
}

/** rollforward.csv: four rows a group, one per component and their net. */
export function rollforwardCsv(rows: readonly RollforwardRow[], month: Month, state: string): string {
  return csvText(
    COLUMNS,
    rows.flatMap((group) => COMPONENTS.map(([component, part]) => ({ month, state, group, component, part }))),
  );
}
