import type { MonthClose } from '../../core/close/month-close.ts';
import type { MonthAccount } from '../../core/payout/ledger/month-account.ts';
import type { EarnedPart } from '../../core/pool/split.ts';
import type { PayoutCells } from '../../core/statement/month-statement.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, count, csvChunks, HEAD, micro, plain, type ReportHead, text } from './columns.ts';
import { shareForReading } from './share-for-reading.ts';

/** A row of payouts.csv. */
export interface PayoutRow extends ReportHead {
  readonly part: EarnedPart;
  /** Its wallet with checksum. */
  readonly shown: string;
  readonly share: string;
  readonly account: MonthAccount;
}

const COLUMNS = {
  ...HEAD,
  wallet: text.of(({ shown }) => shown),
  jobs: count.of(({ part }) => part.jobs),
  render_spark: micro.of(({ part }) => part.points),
  share: plain.of(({ share }) => share),
  earned_usd: micro.of(({ part }) => part.earned),
  brought_forward_usd: micro.of(({ account }) => account.broughtForward),
  adjustments_usd: micro.of(({ account }) => account.adjustments),
  balance_usd: micro.of(({ account }) => account.balance),
  method: text.orEmpty(({ account }) => account.method),
  payout_usd: micro.of(({ account }) => account.payout),
  carried_forward_usd: micro.of(({ account }) => account.carriedForward),
  reason: text.of(({ account }) => account.reason),
} satisfies Columns<PayoutRow>;

/** A statement says month, state and wallet itself. */
const OWN_COLUMNS = Object.entries(COLUMNS).slice(3);

/**
 * The rows of payouts.csv: every credited wallet, also at 0 (R13), and every other one with a balance, sorted by wallet
 * as written. `brought_forward + earned + adjustments = balance`, `balance - payout = carried_forward` (R17).
 */
export function payoutRows(close: MonthClose, state: string, accounts: ReadonlyMap<string, MonthAccount>): PayoutRow[] {
  const { month } = close;
  const allPoints = close.pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const rows = withOthers(close, accounts).map((part): PayoutRow => {
    const account = accounts.get(part.wallet);
    if (account === undefined) throw new Error('a credited wallet has no account');
    const share = shareForReading(part.points, allPoints);
    return { month, state, part, shown: checksumAddress(part.wallet), share, account };
  });
  return rows.sort((a, b) => compareText(a.shown, b.shown));
}

/** The parts of the month, and one of nothing for every other wallet that has an account. */
function withOthers(close: MonthClose, accounts: ReadonlyMap<string, MonthAccount>): readonly EarnedPart[] {
  const credited = new Set(close.pool.parts.map((part) => part.wallet));
  const others = [...accounts.keys()].filter((wallet) => !credited.has(wallet));
  return [...close.pool.parts, ...others.map((wallet) => ({ wallet, jobs: 0, points: 0n, earned: 0n }))];
}

/** payouts.csv, piece by piece. */
export function payoutsChunks(rows: readonly PayoutRow[]): Generator<string> {
  return csvChunks(COLUMNS, rows);
}

/** A wallet's cells by column, for its statement; without month, state and wallet, which that says itself. */
export function payoutCells(row: PayoutRow): PayoutCells {
  const cells: Record<string, string> = {};
  for (const [name, { cell }] of OWN_COLUMNS) cells[name] = cell(row);
  return cells;
}

/** Reads what payouts.csv says of a month's parts; wallets with checksum. */
export function partReader(header: Header): (record: readonly string[]) => EarnedPart {
  const of = readersOf(COLUMNS, header);
  return (record) => ({
    wallet: of.wallet(record),
    jobs: of.jobs(record),
    points: of.render_spark(record),
    earned: of.earned_usd(record),
  });
}

/** Reads a wallet's cells back, also of a version that has other columns: a statement's hash is over all of them. */
export function payoutCellsReader(header: Header): (record: readonly string[]) => PayoutCells {
  const own = [...header].filter(([name]) => !['month', 'state', 'wallet'].includes(name));
  // A number never begins with an apostrophe.
  return (record) => Object.fromEntries(own.map(([name, at]) => [name, unescapeFormula(record[at] ?? '')]));
}
