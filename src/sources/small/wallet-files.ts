import { checksumFault } from '../../core/wallet/checksum-address.ts';
import type { TableRow } from '../table-row.ts';
import type { SmallFile } from './small-file.ts';

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
  read: (row) => ({ wallet: wallet(row), account: row.needed('account') }),
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
  read: (row) => ({
    wallet: wallet(row),
    fromMs: instant(row, 'enabled_from'),
    untilMs: instant(row, 'enabled_until'),
  }),
};

function wallet(row: TableRow): string {
  const text = row.needed('wallet');
  const fault = text === '' ? null : checksumFault(text);
  if (fault === 'not-a-wallet') row.fail(fault, 'wallet', `wallet "${text}" is not an address`);
  if (fault === 'wrong-checksum') row.fail(fault, 'wallet', `wallet ${text} has a wrong checksum`);
  return text.toLowerCase();
}

/** An instant with its offset, or a whole UTC day. */
function instant(row: TableRow, column: string): number | null {
  const text = row.text(column);
  if (text === '') return null;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  const [, day, time, offset] = match ?? [];
  if (time !== undefined && offset === undefined) {
    row.fail('no-offset', column, `${column} "${text}" does not say its offset from UTC`);
    return null;
  }
  const iso = time === undefined ? `${day}T00:00:00Z` : `${day}T${time}${colonOffset(offset ?? 'Z')}`;
  const parsed = match === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(parsed))
    row.fail('not-a-time', column, `${column} "${text}" is not a time like 2026-10-31T23:59:59Z`);
  return Number.isNaN(parsed) ? null : parsed;
}

function colonOffset(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
