import { PROVIDERS, type Provider } from '../../core/revenue/provider.ts';
import { alternatives } from '../../core/text/alternatives.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';

/** The store that a row of a small file names. */
export function providerColumn(row: TableRow): Provider {
  const text = row.needed('provider').toLowerCase();
  const known = PROVIDERS.find((each) => each === text);
  if (known === undefined && text !== '')
    row.fail('not-a-provider', 'provider', `provider ${quoted(text)} is not ${alternatives(PROVIDERS)}`);
  return known ?? PROVIDERS[0];
}
