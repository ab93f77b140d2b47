import type { Subscriber } from '../../core/close/warnings/two-stores.ts';
import { accountOf } from './account-column.ts';
import { providerColumn } from './provider-column.ts';
import type { SmallFile } from './small-file.ts';

/** subscribers.csv: `account,provider,subscription`: which subscriptions of the stores are one account's. */
export const SUBSCRIBERS_FILE: SmallFile<Subscriber> = {
  columns: [
    { name: 'account', needed: true },
    { name: 'provider', needed: true },
    { name: 'subscription', needed: true },
  ],
  read: (row) => ({
    account: accountOf(row),
    provider: providerColumn(row),
    // A renewal of a Google order is the same subscription.
    subscription: row.wholeId('subscription').replace(/\.\.\d+$/, ''),
  }),
  agreement: {
    column: 'account',
    keyOf: ({ provider, subscription }) => `${provider} ${subscription}`,
    sayingOf: ({ account }) => account,
    message: ({ account, subscription }, earlier, where) =>
      `${subscription} is of ${account} here and of ${earlier.account} in ${where}`,
  },
};
