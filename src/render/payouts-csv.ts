import type { MonthClose } from '../core/close/month-close.ts';
import { formatMicro } from '../core/money/micro.ts';
import { formatMonth } from '../core/month/month.ts';
import { checksumAddress } from '../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('wallet'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
  numberColumn('share'),
  numberColumn('earned_usd'),
];
const SHARE_SCALE = 10n ** 12n;

/** payouts.csv: every credited wallet, also at 0, sorted by wallet as written (R13). */
export function payoutsCsv(close: MonthClose, state: string): string {
  const allPoints = close.pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const rows = close.pool.parts.map((part) => [
    formatMonth(close.month),
    state,
    checksumAddress(part.wallet),
    String(part.jobs),
    formatMicro(part.points),
    shareForReading(part.points, allPoints),
    formatMicro(part.earned),
  ]);
  rows.sort(([, , a = ''], [, , b = '']) => (a < b ? -1 : 1));
  return csvHeader(COLUMNS) + csvRows(COLUMNS, rows);
}

/** Twelve decimals, cut: for reading only, earned_usd is not computed from it. */
function shareForReading(points: bigint, allPoints: bigint): string {
  const scaled = allPoints === 0n ? 0n : (points * SHARE_SCALE) / allPoints;
  const digits = scaled.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}
