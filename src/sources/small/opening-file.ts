import { absolute, type MicroUsd } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { TableRow } from '../reading/table-row.ts';
import { countOfMonths } from './costs-file.ts';
import { monthColumn } from './month-column.ts';
import { providerColumn } from './provider-column.ts';
import type { SmallFile } from './small-file.ts';

/** A row of opening.csv: what is still to be known of a charge older than the exports (R8). */
export interface OpeningRow {
  readonly provider: Provider;
  readonly charge: string;
  readonly plan: string;
  readonly firstMonth: Month;
  readonly months: number;
  readonly gross: MicroUsd;
  readonly tax: MicroUsd;
  readonly fee: MicroUsd;
}

/** opening.csv: `provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd`. */
export const OPENING_FILE: SmallFile<OpeningRow> = {
  columns: [
    { name: 'provider', needed: true },
    { name: 'charge', needed: true },
    { name: 'plan', needed: true },
    { name: 'first_month', needed: true },
    { name: 'months', needed: true },
    { name: 'gross_usd', needed: true },
    { name: 'customer_tax_usd', needed: true },
    { name: 'provider_fee_usd', needed: true },
  ],
  read(row: TableRow): OpeningRow {
    const gross = row.amount('gross_usd');
    const tax = partOfGross(row, 'customer_tax_usd', gross);
    const fee = partOfGross(row, 'provider_fee_usd', gross);
    if (row.faults === 0 && absolute(tax + fee) > absolute(gross)) {
      const what = `customer_tax_usd ${row.text('customer_tax_usd')} and provider_fee_usd ${row.text('provider_fee_usd')} are together more than the gross_usd ${row.text('gross_usd')}`;
      row.fail('net-mismatch', 'provider_fee_usd', what, 'Write what was charged, and what of it was tax and fee.');
    }
    return {
      provider: providerColumn(row),
      charge: row.needed('charge'),
      plan: row.needed('plan'),
      firstMonth: monthColumn(row, 'first_month'),
      months: countOfMonths(row, 'months'),
      gross,
      tax,
      fee,
    };
  },
};

/** Tax and fee are parts of the gross: one with the other sign would be added to it, not taken off. */
function partOfGross(row: TableRow, column: string, gross: MicroUsd): MicroUsd {
  const part = row.amount(column);
  const isPart = gross < 0n ? part <= 0n && part >= gross : part >= 0n && part <= gross;
  if (!isPart && row.faults === 0) {
    const what = `${column} ${row.text(column)} is no part of the gross_usd ${row.text('gross_usd')}`;
    row.fail('net-mismatch', column, what, 'Write what was charged and what of it was tax and fee, without a minus.');
  }
  return part;
}
