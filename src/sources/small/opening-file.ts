import type { Provider } from '../../core/revenue/provider.ts';
import type { TableRow } from '../table-row.ts';
import { countOfMonths, monthText } from './costs-file.ts';
import { providerColumn } from './provider-column.ts';
import type { SmallFile } from './small-file.ts';

/** A row of opening.csv: what is still to be known of a charge older than the exports (R8). Micro-dollars as text. */
export interface OpeningRow {
  readonly provider: Provider;
  readonly charge: string;
  readonly plan: string;
  readonly firstMonth: string;
  readonly months: number;
  readonly gross: string;
  readonly tax: string;
  readonly fee: string;
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
      firstMonth: monthText(row, 'first_month'),
      months: countOfMonths(row, 'months'),
      gross: row.amount('gross_usd').toString(),
      tax: row.amount('customer_tax_usd').toString(),
      fee: row.amount('provider_fee_usd').toString(),
    };
  },
};
