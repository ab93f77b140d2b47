import type { MonthClose } from '../core/close/month-close.ts';
import { formatMicro } from '../core/money/micro.ts';
import { formatMonth } from '../core/month/month.ts';
import type { PayoutCells } from '../core/statement/month-statement.ts';
import { compareText } from '../core/text/compare-text.ts';
import { checksumAddress } from '../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';
import { shareForReading } from './share-for-reading.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('wallet'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
  numberColumn('share'),
  numberColumn('earned_usd'),
];
/** month, state, wallet */
const COMMON = 3;

/** A row of payouts.csv. */
export interface PayoutRow {
  /** Lower case. */
  readonly wallet: string;
  readonly cells: readonly string[];
}

/** The rows of payouts.csv: every credited wallet, also at 0, sorted by wallet as written (R13). */
export function payoutRows(close: MonthClose, state: string): PayoutRow[] {
  const allPoints = close.pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const rows = close.pool.parts.map((part) => ({
    wallet: part.wallet,
    cells: [
      formatMonth(close.month),
      state,
      checksumAddress(part.wallet),
      String(part.jobs),
      formatMicro(part.points),
      shareForReading(part.points, allPoints),
      formatMicro(part.earned),
    ],
  }));
  return rows.sort(({ cells: [, , a = ''] }, { cells: [, , b = ''] }) => compareText(a, b));
}

export function payoutsCsv(rows: readonly PayoutRow[]): string {
  return (
    csvHeader(COLUMNS) +
    csvRows(
      COLUMNS,
      rows.map(({ cells }) => cells),
    )
  );
}

/** A wallet's cells by column, for its statement; without month, state and wallet, which that says itself. */
export function payoutCells({ cells }: PayoutRow): PayoutCells {
  return Object.fromEntries(COLUMNS.map(({ name }, at) => [name, cells[at] ?? '']).slice(COMMON));
}
