import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { AbuseSignal } from '../../core/usage/abuse-signals.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { csvHeader, csvRows, numberColumn, textColumn } from './csv.ts';

const COLUMNS = [
  textColumn('month'),
  textColumn('state'),
  textColumn('signal'),
  textColumn('subscriber'),
  textColumn('worker'),
  numberColumn('jobs'),
  numberColumn('render_spark'),
  textColumn('what'),
];

/** signals.csv: use that stands out, with its numbers, for a person to look at. It excludes nothing. */
export function signalsCsv(signals: readonly AbuseSignal[], month: Month, state: string): string {
  const sorted = signals.toSorted(
    (a, b) =>
      compareText(a.signal, b.signal) ||
      compareText(a.subscriber, b.subscriber) ||
      compareText(a.worker, b.worker) ||
      compareText(a.what, b.what),
  );
  const cells = sorted.map(({ signal, subscriber, worker, jobs, points, what }) => [
    formatMonth(month),
    state,
    signal,
    checksumAddress(subscriber),
    worker === '' ? '' : checksumAddress(worker),
    String(jobs),
    formatMicro(points),
    what,
  ]);
  return csvHeader(COLUMNS) + csvRows(COLUMNS, cells);
}
