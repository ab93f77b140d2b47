import type { FxRow } from '../../core/revenue/fx-table.ts';
import type { TableRow } from '../table-row.ts';
import { parseUtcDate } from '../utc-time.ts';
import type { SmallFile } from './small-file.ts';

const RATE = /^\d{1,12}(\.\d{1,18})?$/;

/** fx.csv: `date,from,to,rate,source`; a day or a month; dollars for one unit of `from`. */
export const FX_FILE: SmallFile<FxRow | null> = {
  columns: [
    { name: 'date', needed: true },
    { name: 'from', needed: true },
    { name: 'to', needed: true },
    { name: 'rate', needed: true },
    { name: 'source', needed: false },
  ],
  read(row: TableRow): FxRow | null {
    const date = row.needed('date');
    if (date !== '' && !isDayOrMonth(date))
      row.fail(
        'not-a-date',
        'date',
        `date "${date}" is neither a day nor a month`,
        'Write it like 2026-10-31 or 2026-10.',
      );
    const rate = row.needed('rate');
    if (rate !== '' && (!RATE.test(rate) || /^[0.]*$/.test(rate)))
      row.fail('not-an-amount', 'rate', `rate "${rate}" is not a positive decimal number`);
    const currency = row.currency('from');
    const to = row.currency('to');
    // The pair as given, no inverse and no cross (R3): other targets say nothing about dollars.
    return to === 'USD' ? { date, currency, rate } : null;
  },
};

function isDayOrMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) || parseUtcDate(text) !== null;
}
