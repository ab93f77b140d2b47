import type { MonthClose } from '../../core/close/month-close.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { MonthAccount } from '../../core/payout/month-account.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import type { PayoutCells } from '../../core/statement/month-statement.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, inBatches, numberColumn, textColumn } from './csv.ts';
import { shareForReading } from './share-for-reading.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('wallet'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
  numberColumn('share'),
  numberColumn('earned_usd'),
  numberColumn('brought_forward_usd'),
  numberColumn('adjustments_usd'),
  numberColumn('balance_usd'),
  textColumn('method'),
  numberColumn('payout_usd'),
  numberColumn('carried_forward_usd'),
  textColumn('reason'),
];
/** month, state, wallet */
const COMMON = 3;
const WALLET = 2;
const OWN_COLUMNS = COLUMNS.slice(COMMON);

/** A row of payouts.csv. */
export interface PayoutRow {
  /** Lower case. */
  readonly wallet: string;
  readonly cells: readonly string[];
}

/**
 * The rows of payouts.csv: every credited wallet, also at 0 (R13), and every other one with a balance, sorted by wallet
 * as written. `brought_forward + earned + adjustments = balance`, `balance - payout = carried_forward` (R17).
 */
export function payoutRows(close: MonthClose, state: string, accounts: ReadonlyMap<string, MonthAccount>): PayoutRow[] {
  const allPoints = close.pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const month = formatMonth(close.month);
  const rows = withOthers(close, accounts).map((part) => ({
    wallet: part.wallet,
    cells: [
      month,
      state,
      checksumAddress(part.wallet),
      String(part.jobs),
      formatMicro(part.points),
      shareForReading(part.points, allPoints),
      formatMicro(part.earned),
      ...accountCells(accounts.get(part.wallet)),
    ],
  }));
  return rows.sort((a, b) => compareText(a.cells[WALLET] ?? '', b.cells[WALLET] ?? ''));
}

/** The parts of the month, and one of nothing for every other wallet that has an account. */
function withOthers(close: MonthClose, accounts: ReadonlyMap<string, MonthAccount>): readonly EarnedPart[] {
  const credited = new Set(close.pool.parts.map((part) => part.wallet));
  const others = [...accounts.keys()].filter((wallet) => !credited.has(wallet));
  return [...close.pool.parts, ...others.map((wallet) => ({ wallet, jobs: 0, points: 0n, earned: 0n }))];
}

function accountCells(account: MonthAccount | undefined): string[] {
  if (account === undefined) throw new Error('a credited wallet has no account');
  const { broughtForward, adjustments, balance, method, payout, carriedForward, reason } = account;
  return [
    formatMicro(broughtForward),
    formatMicro(adjustments),
    formatMicro(balance),
    method ?? '',
    formatMicro(payout),
    formatMicro(carriedForward),
    reason,
  ];
}

/** payouts.csv, piece by piece. */
export function* payoutsChunks(rows: readonly PayoutRow[]): Generator<string> {
  yield csvHeader(COLUMNS);
  for (const some of inBatches(rows))
    yield csvRows(
      COLUMNS,
      some.map(({ cells }) => cells),
    );
}

/** A wallet's cells by column, for its statement; without month, state and wallet, which that says itself. */
export function payoutCells({ cells }: PayoutRow): PayoutCells {
  const byColumn: Record<string, string> = {};
  for (const [at, { name }] of OWN_COLUMNS.entries()) byColumn[name] = cells[COMMON + at] ?? '';
  return byColumn;
}
