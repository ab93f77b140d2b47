import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { MethodTotal } from '../../core/payout/batch.ts';
import type { KeptBatch } from '../../core/payout/kept-payouts.ts';
import type { LedgerBatch } from '../../core/payout/ledger.ts';
import { openPart } from '../../core/payout/open-part.ts';
import { formatUnits } from '../../core/payout/units.ts';

/** payout/batch.json: the batch at a glance; amounts are decimal text. */
export function batchJson(shown: KeptBatch): string {
  return `${JSON.stringify(batchDocument(shown), null, 2)}\n`;
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
    lines: batch.lines.length,
    open_lines: voided ? 0 : open.lines.length,
    totals: batch.totals.map(totalDocument),
    open: open.totals.map(totalDocument),
  };
}

/** How far a batch has come. */
export function stateOf(shown: LedgerBatch): 'voided' | 'prepared' | 'partly-paid' | 'paid' {
  if (shown.voided) return 'voided';
  if (shown.sent.size === 0) return 'prepared';
  return openPart(shown).lines.length === 0 ? 'paid' : 'partly-paid';
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
