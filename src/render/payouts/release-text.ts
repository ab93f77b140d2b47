import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { lapsedPayeeText } from '../../core/payout/gates/lapsed-release.ts';
import type { MethodTotal } from '../../core/payout/ledger/batch.ts';
import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import type { PayeeChange } from '../../core/payout/preparation/payee-changes.ts';
import type { PaymentDifference } from '../../core/payout/release/payment-differences.ts';
import { type ReleasePreview, releaseState } from '../../core/payout/release/release.ts';
import type { SplitAdjustments } from '../../core/payout/release/split-adjustments.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';

/** What a batch comes to, beside what its month's workers share, and when that is due. */
export function besideText(totals: readonly MethodTotal[], { pool, due, isDue }: ReleasePreview): string {
  const total = totals.reduce((sum, { payUsd, feeUsd }) => sum + payUsd + feeUsd, 0n);
  const shared = pool.distributedUsd === '' ? '' : `; the month distributed ${pool.distributedUsd}`;
  const poolText = pool.poolUsd === '' ? '' : ` of a pool of ${pool.poolUsd}`;
  return `${formatMicro(total)} USD in all${shared}${poolText}; due on ${due}${isDue ? '' : ', which has not come'}\n`;
}

/** What a person reads before a batch is released. */
export function releaseText(release: ReleasePreview): string {
  return [differencesText(release.differences), adjustmentsText(release), digestText(release)].join('');
}

const SHOWN = 50;

/** First payments to the wallet itself are counted; everything else is listed, shared destinations first. */
function differencesText(differences: readonly PaymentDifference[]): string {
  const isPlain = ({ wallet, detail, now }: PaymentDifference): boolean =>
    detail === 'first-payment' && now.endsWith(` to ${checksumAddress(wallet)}`);
  const plain = differences.filter(isPlain).length;
  const isShared = ({ detail }: PaymentDifference): boolean => detail === 'shared-destination';
  const others = differences.filter((each) => !isPlain(each) && !isShared(each));
  const listed = [...differences.filter(isShared), ...others];
  const lines = listed.slice(0, SHOWN).map((each) => `  ${checksumAddress(each.wallet)}  ${differenceWords(each)}\n`);
  if (listed.length > SHOWN) lines.push(`  and ${listed.length - SHOWN} more: preview.csv lists all\n`);
  if (plain > 0) lines.push(`  ${plain} wallet(s) are paid for the first time, to their own address\n`);
  return lines.length === 0 ? '' : `\ndiffers from the last payment:\n${lines.join('')}`;
}

function differenceWords({ detail, before, now }: PaymentDifference): string {
  if (detail === 'first-payment') return `first payment: ${now}`;
  if (detail === 'shared-destination') return `shared destination, new to it: ${now}`;
  return `${detail}: ${before} last time, ${now} now`;
}

/** A sentence about each of several adjustments that are more together than one may be. @param cap null without one */
export function splitText(split: readonly SplitAdjustments[], cap: MicroUsd | null): string {
  const most = formatMicro(cap ?? 0n);
  const lines = split.map(({ wallet, amount, adjustments }) => {
    const sum = `${formatMicro(amount)} USD by ${adjustments} adjustments together`;
    return `  ${checksumAddress(wallet)}  ${sum}: more than payouts.max_adjustment_usd, ${most}, which is for one\n`;
  });
  return lines.join('');
}

function adjustmentsText({ adjustments, split, maxAdjustmentUsd }: ReleasePreview): string {
  if (adjustments.length === 0) return '';
  const lines = adjustments.slice(0, SHOWN).map(({ wallet, month, amount, by, at, reason }) => {
    return `  ${checksumAddress(wallet)}  ${formatMonth(month)}  ${formatMicro(amount)} USD by ${by} at ${at}: ${reason}\n`;
  });
  if (adjustments.length > SHOWN) lines.push(`  and ${adjustments.length - SHOWN} more: preview.csv lists all\n`);
  const sum = adjustments.reduce((all, { amount }) => all + amount, 0n);
  return `\nof it adjustments, ${formatMicro(sum)} USD:\n${splitText(split, maxAdjustmentUsd)}${lines.join('')}`;
}

function digestText({ state, digest, validUntil }: ReleasePreview): string {
  if (state !== 'waiting') return '';
  return `\ndigest ${digest}\nvalid until ${validUntil}\n`;
}

/** What was last done about sending a batch that is not released. */
export function lastActText({ releases, voided }: KeptBatch, atMs: number): string {
  const [last, state] = [releases.at(-1), releaseState(releases, atMs)];
  if (last === undefined || voided || state === 'released') return '';
  const what =
    state === 'cancelled'
      ? `not released: cancelled by ${last.by} at ${last.at}: ${last.reason}`
      : `not released: digest ${last.digest}, valid until ${last.validUntil}${state === 'expired' ? ', which has passed' : ''}`;
  return `${what}\n`;
}

/** Payees that are not to be paid any more as the batch says. @param isReleased whether there is a release that lapses by it */
export function lapsedText(lapsed: readonly PayeeChange[], isReleased: boolean): string {
  if (lapsed.length === 0) return '';
  const lines = lapsed.map((each) => `  ${lapsedPayeeText(each)}\n`);
  const what = isReleased ? '; its release has lapsed' : '';
  return `\npayees that the batch pays otherwise than they are to be paid now${what}:\n${lines.join('')}`;
}
