import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../table-row.ts';
import { parseUtcDate } from '../utc-time.ts';
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
    const fromMs = instant(row, 'enabled_from');
    const untilMs = instant(row, 'enabled_until');
    if (fromMs !== null && untilMs !== null && untilMs <= fromMs) {
      const remedy = 'Check which of the two is wrong.';
      row.fail('not-a-time', 'enabled_until', 'enabled_until is not after enabled_from', remedy);
    }
    return { wallet: walletOf(row), fromMs, untilMs };
  },
};

/** An instant with its offset, or a whole UTC day. */
function instant(row: TableRow, column: string): number | null {
  const text = row.text(column);
  if (text === '') return null;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  const [, day, time, offset] = match ?? [];
  if (time !== undefined && offset === undefined) {
    row.fail('no-offset', column, `${column} ${quoted(text)} does not say its offset from UTC`);
    return null;
  }
  const iso = time === undefined ? `${day}T00:00:00Z` : `${day}T${time}${colonOffset(offset ?? 'Z')}`;
  // Date.parse takes 30 February for 2 March, and 24:00.
  const exists = day !== undefined && parseUtcDate(day) !== null && !time?.startsWith('24');
  const parsed = exists ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(parsed))
    row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time like 2026-10-31T23:59:59Z`);
  return Number.isNaN(parsed) ? null : parsed;
}

function colonOffset(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
