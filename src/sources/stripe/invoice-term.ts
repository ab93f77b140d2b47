import { MINUTE_MS } from '../../core/month/durations.ts';
import type { Invoice } from './invoice.ts';

/**
 * What an invoice covers, for finding another of its subscription that lies inside (docs/inputs.md): in ms UTC, to the
 * minute, because the CSV prints no seconds. 0 when it is not known. Money paid for it when it is paid and not zero:
 * the customer's balance is money that came before.
 */
export function invoiceTerm(invoice: Invoice): { madeMs: number; startsMs: number; endsMs: number; isPaid: boolean } {
  const covered = invoice.lines.filter((line) => line.weight !== 0n);
  const spans = invoice.span === null ? covered : [invoice.span];
  const [startsMs, endsMs] =
    spans.length === 0
      ? [0, 0]
      : [Math.min(...spans.map((each) => each.startMs)), Math.max(...spans.map((each) => each.endMs))];
  return {
    madeMs: toTheMinute(invoice.madeMs),
    startsMs: toTheMinute(startsMs),
    endsMs: toTheMinute(endsMs),
    isPaid: invoice.status === 'paid' && invoice.liveMode && invoice.total > 0n,
  };
}

function toTheMinute(ms: number): number {
  return ms - (ms % MINUTE_MS);
}
