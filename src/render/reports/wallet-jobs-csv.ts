import { formatMonth, type Month, monthFromText } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { Category } from '../../core/usage/categories.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { ModelPoints, MonthWork } from '../../core/usage/month-work.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Header, readersOf } from './column-readers.ts';
import { type Columns, count, csvChunks, HEAD, micro, type ReportHead, text } from './columns.ts';

/** What a row says of a wallet. */
interface Jobs {
  readonly kind: 'excluded' | 'late' | 'model' | 'worker';
  /** The reason, the month, the model, or the worker's network. */
  readonly name: string;
  readonly nft: string;
  /** Of a model; else empty. */
  readonly category: string;
  readonly jobs: number;
  readonly points: bigint;
}

interface JobsRow extends ReportHead {
  /** With checksum. */
  readonly shown: string;
  readonly row: Jobs;
}

const COLUMNS = {
  ...HEAD,
  wallet: text.of(({ shown }) => shown),
  kind: text.of(({ row }) => row.kind),
  name: text.of(({ row }) => row.name),
  worker_nft_id: text.of(({ row }) => row.nft),
  jobs: count.of(({ row }) => row.jobs),
  render_spark: micro.of(({ row }) => row.points),
  category: text.of(({ row }) => row.category),
} satisfies Columns<JobsRow>;

/**
 * wallet-jobs.csv piece by piece: of each wallet what was left out and why, late credits, its credited jobs by model and
 * by worker.
 */
export function walletJobsChunks(month: Month, state: string, work: MonthWork): Generator<string> {
  return csvChunks(COLUMNS, rowsOf(month, state, work));
}

/** The lists are sorted by wallet: they are walked side by side, kind by kind in the order of their names. */
function* rowsOf(month: Month, state: string, work: MonthWork): Generator<JobsRow> {
  const lists: readonly List[] = [
    list('excluded', work.excluded, ({ reason }) => reason),
    list('late', work.late, ({ originalMonth }) => formatMonth(originalMonth)),
    list('model', work.models, ({ model }) => model, { category: ({ category }) => category ?? '' }),
    list('worker', work.workers, ({ network }) => network, { nft: ({ nft }) => nft }),
  ];
  for (;;) {
    let wallet: string | null = null;
    for (const each of lists) {
      const next = each.next();
      if (next !== null && (wallet === null || compareText(next, wallet) < 0)) wallet = next;
    }
    if (wallet === null) return;
    const shown = checksumAddress(wallet);
    for (const each of lists) {
      for (let row = each.take(wallet); row !== null; row = each.take(wallet)) yield { month, state, shown, row };
    }
  }
}

/** A list of rows that is walked wallet by wallet. */
interface List {
  /** The wallet that comes next; null at the end. */
  next(): string | null;
  /** The next row, if it is the wallet's. */
  take(wallet: string): Jobs | null;
}

function list<Row extends { readonly wallet: string; readonly jobs: number; readonly points: bigint }>(
  kind: Jobs['kind'],
  rows: readonly Row[],
  naming: (row: Row) => string,
  beside: { readonly [Name in 'nft' | 'category']?: (row: Row) => string } = {},
): List {
  let at = 0;
  return {
    next: () => rows[at]?.wallet ?? null,
    take(wallet) {
      const row = rows[at];
      if (row?.wallet !== wallet) return null;
      at += 1;
      const { nft = nothing, category = nothing } = beside;
      const { jobs, points } = row;
      return { kind, name: naming(row), nft: nft(row), category: category(row), jobs, points };
    },
  };
}

function nothing(): string {
  return '';
}

/** The lists of a month's work, while they are read. */
export type WorkLists = { readonly [Name in keyof MonthWork]: MonthWork[Name][number][] };

function categoryIn(written: string): Pick<ModelPoints, 'category'> {
  return written === '' ? {} : { category: written as Category };
}

/** Reads wallet-jobs.csv: every record goes to the list that it was written from. */
export function workReader(header: Header, work: WorkLists): (record: readonly string[]) => void {
  const of = readersOf(COLUMNS, header);
  // Reports of earlier versions have no such column.
  const categoryOf = header.has('category') ? of.category : nothing;
  return (record) => {
    const name = of.name(record);
    const common = { wallet: of.wallet(record).toLowerCase(), jobs: of.jobs(record), points: of.render_spark(record) };
    const kind = of.kind(record);
    if (kind === 'worker') work.workers.push({ ...common, network: name, nft: of.worker_nft_id(record) });
    else if (kind === 'model') work.models.push({ ...common, model: name, ...categoryIn(categoryOf(record)) });
    else if (kind === 'late') work.late.push({ ...common, originalMonth: monthFromText(name) });
    else work.excluded.push({ ...common, reason: name as JobExclusionReason });
  };
}
