import type { Participation, WalletLink } from '../../core/usage/month-usage.ts';
import { accountOf } from './account-column.ts';
import { instantOf } from './instant-column.ts';
import type { SmallFile } from './small-file.ts';
import { walletOf } from './wallet-column.ts';

/** wallet-links.csv: `wallet,account`. */
export const WALLET_LINKS_FILE: SmallFile<WalletLink> = {
  columns: [
    { name: 'wallet', needed: true },
    { name: 'account', needed: true },
  ],
  read: (row) => ({ wallet: walletOf(row), account: accountOf(row) }),
};

/** participation.csv: `wallet,enabled_from,enabled_until`; empty is open. */
export const PARTICIPATION_FILE: SmallFile<Participation> = {
  columns: [
    { name: 'wallet', needed: true },
    { name: 'enabled_from', needed: true },
    { name: 'enabled_until', needed: true },
  ],
  read(row) {
    const fromMs = instantOf(row, 'enabled_from');
    const untilMs = instantOf(row, 'enabled_until');
    if (fromMs !== null && untilMs !== null && untilMs <= fromMs) {
      const remedy = 'Check which of the two is wrong.';
      row.fail('not-a-time', 'enabled_until', 'enabled_until is not after enabled_from', remedy);
    }
    return { wallet: walletOf(row), fromMs, untilMs };
  },
};
