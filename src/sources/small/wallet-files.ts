import { instantOf } from './instant-column.ts';
import type { SmallFile } from './small-file.ts';
import { walletOf } from './wallet-column.ts';

/** A row of wallet-links.csv (R12). */
export interface WalletLinkRow {
  /** Lower case. */
  readonly wallet: string;
  readonly account: string;
}

/** wallet-links.csv: `wallet,account`. */
export const WALLET_LINKS_FILE: SmallFile<WalletLinkRow> = {
  columns: [
    { name: 'wallet', needed: true },
    { name: 'account', needed: true },
  ],
  read: (row) => ({ wallet: walletOf(row), account: row.needed('account') }),
};

/** A row of participation.csv (R11); instants in ms UTC, half-open. */
export interface ParticipationRow {
  readonly wallet: string;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** participation.csv: `wallet,enabled_from,enabled_until`; empty is open. */
export const PARTICIPATION_FILE: SmallFile<ParticipationRow> = {
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
