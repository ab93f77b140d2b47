import type { FxRow } from '../../core/revenue/fx-table.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate } from '../reading/utc-time.ts';
import type { SmallFile } from './small-file.ts';

const DECIMAL = /^\d+(\.\d+)?$/;
/** As many decimals as tools write that divide with 28 digits: a rate is the pair as given (R3). */
const RATE = /^\d{1,12}(\.\d{1,30})?$/;

/** fx.csv: `date,from,to,rate,source`; a day or a month; dollars for one unit of `from`: a currency, SOGNI or SPARK. */
export const FX_FILE: SmallFile<FxRow | null> = {
  columns: [
    { name: 'date', needed: true },
    { name: 'from', needed: true },
    { name: 'to', needed: true },
    { name: 'rate', needed: true },
    { name: 'source', needed: false },
  ],
  read: readRow,
  // R3: one pair has one rate a day.
  agreement: {
    column: 'rate',
    keyOf: ({ date, currency }) => `${date} ${currency}`,
    // 1.10 and 1.1 are one rate.
    sayingOf: ({ rate }) => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate).replace(/^0+(?=\d)/, ''),
    message: ({ currency, date, rate }, earlier, where) =>
      `${currency} on ${date} is ${rate} here and ${earlier.rate} in ${where}`,
  },
};

function readRow(row: TableRow): FxRow | null {
  const date = row.needed('date');
  if (date !== '' && !isDayOrMonth(date))
    row.fail(
      'not-a-date',
      'date',
      `date ${quoted(date)} is neither a day nor a month`,
      'Write it like 2026-10-31 or 2026-10.',
    );
  const rate = rateOf(row);
  const currency = assetOf(row);
  // A mistyped code would leave its row out, and another day's rate would stand in for it.
  const to = row.knownCurrency('to');
  // The pair as given, no inverse and no cross (R3): other targets say nothing about dollars.
  return to === 'USD' ? { date, currency, rate } : null;
}

function rateOf(row: TableRow): string {
  const rate = row.needed('rate');
  if (rate === '') return rate;
  if (!DECIMAL.test(rate) || /^[0.]*$/.test(rate))
    row.fail('not-an-amount', 'rate', `rate ${quoted(rate)} is not a positive decimal number`, 'Write it like 1.1637.');
  else if (!RATE.test(rate)) {
    const what = `rate ${quoted(rate)} has more than 12 digits before the dot or 30 after it`;
    row.fail('too-many-digits', 'rate', what, 'Write it with at most 30 digits after the dot.');
  }
  return rate;
}

/** A currency, or an asset that wallets are paid in. */
function assetOf(row: TableRow): string {
  const text = row.text('from').toUpperCase();
  return text === 'SOGNI' || text === 'SPARK' ? text : row.knownCurrency('from');
}

function isDayOrMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) || parseUtcDate(text) !== null;
}
