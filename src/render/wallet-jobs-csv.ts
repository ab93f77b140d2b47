import { formatMicro } from '../core/money/micro.ts';
import { formatMonth, type Month } from '../core/month/month.ts';
import { compareText } from '../core/text/compare-text.ts';
import type { MonthWork } from '../core/usage/month-work.ts';
import { checksumAddress } from '../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

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

/** wallet-jobs.csv: of each wallet its credited jobs by worker and by model, late credits, and what was left out and why. */
export function walletJobsCsv(month: Month, state: string, work: MonthWork): string {
  const rows: string[][] = [];
  const add = (
    { wallet, jobs, points }: MonthWork['models'][number] | MonthWork['excluded'][number] | MonthWork['late'][number],
    kind: string,
    name: string,
    nft = '',
  ): void => {
    rows.push([wallet, kind, name, nft, String(jobs), formatMicro(points)]);
  };
  for (const row of work.excluded) add(row, 'excluded', row.reason);
  for (const row of work.late) add(row, 'late', row.originalMonth);
  for (const row of work.models) add(row, 'model', row.model);
  for (const row of work.workers) add({ ...row, model: '' }, 'worker', row.network, row.nft);
  // Stable: within a kind the rows are sorted already.
  rows.sort(([a = '', kindOfA = ''], [b = '', kindOfB = '']) => compareText(a, b) || compareText(kindOfA, kindOfB));
  const common = [formatMonth(month), state];
  return (
    csvHeader(COLUMNS) +
    csvRows(
      COLUMNS,
      rows.map(([wallet = '', ...cells]) => [...common, checksumAddress(wallet), ...cells]),
    )
  );
}
