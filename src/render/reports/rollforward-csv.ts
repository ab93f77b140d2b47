import { type RollforwardRow, rolledForward } from '../../core/deferral/rollforward.ts';
import { type Components, netOf, subtractComponents } from '../../core/money/components.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

/** Amounts of a row in their order, each with the sign by which it moves what is deferred. */
const AMOUNTS: readonly (readonly [string, (row: RollforwardRow) => Components])[] = [
  ['opening_usd', (row) => row.opening],
  ['late_usd', (row) => row.late],
  ['billed_usd', (row) => row.billed],
  ['recognised_usd', (row) => subtractComponents(NONE, row.recognised)],
  ['refunds_from_deferred_usd', (row) => row.refunds],
  ['disputes_from_deferred_usd', (row) => row.disputes],
  ['restorations_usd', (row) => row.restorations],
  ['fx_usd', (row) => row.fx],
  ['closing_usd', (row) => row.closing],
  ['check_usd', (row) => subtractComponents(row.closing, rolledForward(row))],
  ['clawed_back_usd', (row) => row.clawedBack],
  ['caught_up_usd', (row) => row.caughtUp],
];

const NONE: Components = { gross: 0n, tax: 0n, fee: 0n };

/** Deductions are negative, as in pool.csv, so that the three sum to net. */
const COMPONENTS: readonly (readonly [string, (amounts: Components) => bigint])[] = [
  ['gross', ({ gross }) => gross],
  ['customer_tax', ({ tax }) => -tax],
  ['provider_fee', ({ fee }) => -fee],
  ['net', netOf],
];

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('provider'),
  textColumn('currency'),
  textColumn('plan'),
  textColumn('component'),
  ...AMOUNTS.map(([name]) => numberColumn(name)),
];

/** rollforward.csv: four rows a group, one per component and their net. */
export function rollforwardCsv(rows: readonly RollforwardRow[], month: Month, state: string): string {
  const cells = rows.flatMap((row) =>
    COMPONENTS.map(([component, part]) => [
      formatMonth(month),
      state,
      row.provider,
      row.currency,
      row.plan,
      component,
      ...AMOUNTS.map(([, amounts]) => formatMicro(part(amounts(row)))),
    ]),
  );
  return csvHeader(COLUMNS) + csvRows(COLUMNS, cells);
}
