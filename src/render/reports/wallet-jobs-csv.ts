import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { MonthWork } from '../../core/usage/month-work.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvChunks, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('wallet'),
  textColumn('kind'),
  textColumn('name'),
  textColumn('worker_nft_id'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
];

/**
 * wallet-jobs.csv piece by piece: of each wallet what was left out and why, late credits, its credited jobs by model and
 * by worker.
 */
export function walletJobsChunks(month: Month, state: string, work: MonthWork): Generator<string> {
  return csvChunks(COLUMNS, rowsOf(formatMonth(month), state, work));
}

/** The lists are sorted by wallet: they are walked side by side, kind by kind in the order of their names. */
function* rowsOf(month: string, state: string, work: MonthWork): Generator<string[]> {
  const kinds: readonly Kind[] = [
    kind('excluded', work.excluded, ({ reason }) => reason, NONE),
    kind('late', work.late, ({ originalMonth }) => formatMonth(originalMonth), NONE),
    kind('model', work.models, ({ model }) => model, NONE),
    kind(
      'worker',
      work.workers,
      ({ network }) => network,
      ({ nft }) => nft,
    ),
  ];
  for (;;) {
    let wallet: string | null = null;
    for (const each of kinds) {
      const next = each.next();
      if (next !== null && (wallet === null || compareText(next, wallet) < 0)) wallet = next;
    }
    if (wallet === null) return;
    const shown = checksumAddress(wallet);
    for (const each of kinds) {
      for (let row = each.take(wallet); row !== null; row = each.take(wallet)) yield [month, state, shown, ...row];
    }
  }
}

const NONE = (): string => '';

/** A list of rows that is walked wallet by wallet. */
interface Kind {
  /** The wallet that comes next; null at the end. */
  next(): string | null;
  /** The cells of the next row, if it is the wallet's. */
  take(wallet: string): string[] | null;
}

function kind<Row extends { readonly wallet: string; readonly jobs: number; readonly points: bigint }>(
  name: string,
  rows: readonly Row[],
  naming: (row: Row) => string,
  nft: (row: Row) => string,
): Kind {
  let at = 0;
  return {
    next: () => rows[at]?.wallet ?? null,
    take(wallet) {
      const row = rows[at];
      if (row?.wallet !== wallet) return null;
      at += 1;
      return [name, naming(row), nft(row), String(row.jobs), formatMicro(row.points)];
    },
  };
}
