import { formatMicro } from '../core/money/micro.ts';
import { formatMonth, type Month } from '../core/month/month.ts';
import { compareText } from '../core/text/compare-text.ts';
import type { MonthWork } from '../core/usage/month-work.ts';
import { checksumAddress } from '../core/wallet/checksum-address.ts';
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
    kind('excluded', work.excluded, ({ reason }) => [reason, '']),
    kind('late', work.late, ({ originalMonth }) => [originalMonth, '']),
    kind('model', work.models, ({ model }) => [model, '']),
    kind('worker', work.workers, ({ network, nft }) => [network, nft]),
  ];
  for (;;) {
    const waiting = kinds.map((each) => each.next()).filter((wallet) => wallet !== null);
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const wallet = others.reduce((least, each) => (compareText(each, least) < 0 ? each : least), first);
    const head = [month, state, checksumAddress(wallet)];
    for (const each of kinds) for (const cells of each.take(wallet)) yield [...head, ...cells];
  }
}

/** A list of rows that is walked wallet by wallet. */
interface Kind {
  /** The wallet that comes next; null at the end. */
  next(): string | null;
  /** Its rows, if they come next. */
  take(wallet: string): Generator<string[]>;
}

function kind<Row extends { readonly wallet: string; readonly jobs: number; readonly points: bigint }>(
  name: string,
  rows: readonly Row[],
  naming: (row: Row) => readonly [string, string],
): Kind {
  let at = 0;
  return {
    next: () => rows[at]?.wallet ?? null,
    *take(wallet) {
      for (let row = rows[at]; row?.wallet === wallet; row = rows[at]) {
        yield [name, ...naming(row), String(row.jobs), formatMicro(row.points)];
        at += 1;
      }
    },
  };
}
