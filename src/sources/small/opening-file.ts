import type { MicroUsd } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import type { Provider } from '../../core/revenue/provider.ts';
import type { TableRow } from '../table-row.ts';
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
    return {
      provider: providerColumn(row),
      charge: row.needed('charge'),
      plan: row.needed('plan'),
      firstMonth: monthColumn(row, 'first_month'),
      months: countOfMonths(row, 'months'),
      gross: row.amount('gross_usd'),
      tax: row.amount('customer_tax_usd'),
      fee: row.amount('provider_fee_usd'),
    };
  },
};
