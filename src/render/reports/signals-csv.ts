import type { MonthClose } from '../../core/close/month-close.ts';
import type { MicroUsd } from '../../core/money/micro.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { Signal } from '../../core/usage/signals.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, count, csvText, HEAD, micro, type ReportHead, text } from './columns.ts';

const COLUMNS = {
  ...HEAD,
  signal: text.of(({ signal }) => signal),
  subscriber: text.of(({ subscriber }) => checksumAddress(subscriber)),
  worker: text.of(({ worker }) => (worker === '' ? '' : checksumAddress(worker))),
  jobs: count.of(({ jobs }) => jobs),
  render_spark: micro.of(({ points }) => points),
  what: text.of(({ what }) => what),
  pool_usd: micro.of(({ poolUsd }) => poolUsd),
} satisfies Columns<Signal & ReportHead & { readonly poolUsd: MicroUsd }>;

/**
 * signals.csv: use that stands out, with its numbers and what of the distributable pool went to the workers of those jobs
 * (floored to the micro-dollar, as R13 would), for a person to look at. It excludes nothing.
 */
export function signalsCsv(
  signals: readonly Signal[],
  { month, pool }: Pick<MonthClose, 'month' | 'pool'>,
  state: string,
): string {
  const allPoints = pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const sorted = signals.toSorted(
    (a, b) =>
      compareText(a.signal, b.signal) ||
      compareText(a.subscriber, b.subscriber) ||
      compareText(a.worker, b.worker) ||
      compareText(a.what, b.what),
  );
  return csvText(
    COLUMNS,
    sorted.map((signal) => ({
      ...signal,
      month,
      state,
      poolUsd: partOf(pool.distributable, signal.points, allPoints),
    })),
  );
}

function partOf(distributable: MicroUsd, points: bigint, allPoints: bigint): MicroUsd {
  return allPoints === 0n ? 0n : (distributable * points) / allPoints;
}
