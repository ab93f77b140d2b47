import type { Month } from '../../core/month/month.ts';
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
} satisfies Columns<Signal & ReportHead>;

/** signals.csv: use that stands out, with its numbers, for a person to look at. It excludes nothing. */
export function signalsCsv(signals: readonly Signal[], month: Month, state: string): string {
  const sorted = signals.toSorted(
    (a, b) =>
      compareText(a.signal, b.signal) ||
      compareText(a.subscriber, b.subscriber) ||
      compareText(a.worker, b.worker) ||
      compareText(a.what, b.what),
  );
  return csvText(
    COLUMNS,
    sorted.map((signal) => ({ ...signal, month, state })),
  );
}
