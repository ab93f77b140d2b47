import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { WalletBalance } from '../../core/payout/ledger/balance.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { ShownPreparation } from '../../core/payout/preparation/prepare-batch.ts';
import type { ReleasePreview } from '../../core/payout/release/release.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { totalDocument } from './batch-json.ts';

/** `payouts MONTH --json`. */
export function preparationDocument({
  batch,
  unpaid,
  changes,
  done,
  release,
  objection,
}: ShownPreparation): Record<string, unknown> {
  return {
    done,
    month: formatMonth(batch.month),
    batch: batch.lines.length === 0 ? null : batch.id,
    sequence: batch.sequence,
    lines: batch.lines.length,
    totals: batch.totals.map(totalDocument),
    unpaid: unpaid.map(({ wallet, balanceUsd, reason }) => {
      return { wallet: checksumAddress(wallet), balance_usd: formatMicro(balanceUsd), reason };
    }),
    changed_payees: changesDocument(changes),
    objection,
    ...releaseDocument(release),
  };
}

/** What is shown before a batch is released. */
function releaseDocument(release: ReleasePreview): Record<string, unknown> {
  const { digest, state, validUntil, due, isDue, pool, differences, adjustments } = release;
  return {
    release: state,
    digest: digest === '' ? null : digest,
    valid_until: validUntil === '' ? null : validUntil,
    due,
    is_due: isDue,
    pool_usd: pool.poolUsd,
    distributed_usd: pool.distributedUsd,
    differences: differences.map(({ wallet, detail, before, now }) => {
      return { wallet: checksumAddress(wallet), detail, before, now };
    }),
    adjustments: adjustments.map(({ wallet, month, amount, by, at, reason }) => {
      const adjusted = { wallet: checksumAddress(wallet), month: formatMonth(month), amount_usd: formatMicro(amount) };
      return { ...adjusted, by, at, reason };
    }),
  };
}

export function changesDocument(changes: readonly PayeeChange[]): unknown[] {
  return changes.map(({ wallet, detail, before, now }) => ({
    wallet: checksumAddress(wallet),
    detail,
    approved: before,
    now,
  }));
}

/** A balance as JSON. */
export function balanceDocument(balance: WalletBalance): Record<string, unknown> {
  return {
    wallet: checksumAddress(balance.wallet),
    brought_forward_usd: formatMicro(balance.broughtForward),
    earned_usd: formatMicro(balance.earned),
    adjustments_usd: formatMicro(balance.adjustments),
    paid_usd: formatMicro(balance.paid),
    fees_usd: formatMicro(balance.fees),
    carried_forward_usd: formatMicro(balance.carriedForward),
    reserved_usd: formatMicro(balance.reserved),
    ageing: balance.ageing.map(({ month, amount }) => ({ month: formatMonth(month), amount_usd: formatMicro(amount) })),
    months_to_threshold: balance.monthsToThreshold,
    reason: balance.reason,
  };
}
