import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { MethodTotal } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { openLines, openPart } from '../../core/payout/preparation/open-part.ts';
import { releaseOf } from '../../core/payout/release/release.ts';

/** payout/batch.json: the batch at a glance; amounts are decimal text. @param due when the month's payouts are due, `YYYY-MM-DD` */
export function batchJson(shown: KeptBatch, due: string): string {
  const { month, ...rest } = batchDocument(shown);
  return `${JSON.stringify({ month, payout_due: due, ...rest }, null, 2)}\n`;
}

/** A batch as the program's JSON shows it. */
export function batchDocument(shown: KeptBatch): Record<string, unknown> {
  const { batch, voided, prepared } = shown;
  const open = openPart(shown);
  return {
    month: formatMonth(batch.month),
    batch: batch.id,
    sequence: batch.sequence,
    state: stateOf(shown),
    prepared_at: prepared.at,
    prepared_by: prepared.by,
    ...(shown.void === null
      ? {}
      : { voided_at: shown.void.at, voided_by: shown.void.by, void_reason: shown.void.reason }),
    release: releaseDocument(shown),
    lines: batch.lines.length,
    open_lines: voided ? 0 : open.lines.length,
    totals: batch.totals.map(totalDocument),
    open: open.totals.map(totalDocument),
  };
}

/** The last act about sending it, as it is kept. */
function releaseDocument({ releases }: KeptBatch): Record<string, unknown> | null {
  const last = releases.at(-1);
  if (last === undefined) return null;
  const { act, digest, validUntil, reason, at, by } = last;
  return {
    act,
    digest,
    at,
    by,
    ...(validUntil === '' ? {} : { valid_until: validUntil }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** How far a batch has come. */
export function stateOf(shown: KeptBatch): 'voided' | 'prepared' | 'released' | 'partly-paid' | 'paid' {
  if (shown.voided) return 'voided';
  if (shown.sent.size === 0) return releaseOf(shown.releases) === null ? 'prepared' : 'released';
  return openLines(shown).length === 0 ? 'paid' : 'partly-paid';
}

/** A total of a method as JSON. */
export function totalDocument({ method, currency, scale, lines, payUsd, feeUsd, assetAmount }: MethodTotal): unknown {
  return {
    method,
    asset: currency,
    lines,
    amount: formatUnits(assetAmount, scale),
    pay_usd: formatMicro(payUsd),
    fee_usd: formatMicro(feeUsd),
  };
}
