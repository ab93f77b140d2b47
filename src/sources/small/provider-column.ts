import type { Provider } from '../../core/revenue/provider.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../table-row.ts';

/** The store that a row of a small file names. */
export function providerColumn(row: TableRow): Provider {
  const text = row.needed('provider').toLowerCase();
  if (text === 'stripe' || text === 'apple' || text === 'google') return text;
  if (text !== '') row.fail('not-a-provider', 'provider', `provider ${quoted(text)} is not stripe, apple or google`);
  return 'stripe';
}
