import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayoutStatus } from '../../core/payout/owed/payout-status.ts';
import type { ShownPreparation } from '../../core/payout/preparation/prepare-batch.ts';
import { releaseState } from '../../core/payout/release/release.ts';
import { PAYING_FILE } from '../rails/rail-files.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { stateOf } from './batch-json.ts';

/**
 * What a person does after a batch was shown.
 *
 * @param month `YYYY-MM`
 * @param asked the options of a preview without which preparing is another batch, or is refused
 */
export function afterPreparation(
  month: string,
  { done, batch, release }: Pick<ShownPreparation, 'done' | 'batch' | 'release'>,
  asked: readonly string[],
): string {
  if (batch.lines.length === 0) return nextCommand(`payouts ${month} --status`);
  if (done === 'preview') return nextCommand(['payouts', month, ...asked].join(' '));
  if (release.state === 'waiting') return toRelease(month, release.digest);
  return nextCommand(release.state === 'released' ? `payouts ${month} --record FILE` : `payouts ${month} --status`);
}

/**
 * A batch after an act about it, and what a person does then.
 *
 * @param month `YYYY-MM`
 * @param paidWith of a voided batch: the month whose batch pays what is left; null for the same month's
 */
export function actText(month: string, id: string, done: string, paidWith: Month | null = null): string {
  const next = done.endsWith('released') ? nextCommand(`payouts ${month} --record FILE`) : toPrepare(month, paidWith);
  const how = done === 'released' ? `${month}/payout/${PAYING_FILE} among the reports says how it is paid\n` : '';
  return `${month}  ${done.replace('-', ' ')}\nbatch ${id}\n${how}${next}`;
}

/** What a person does about a final month as its batches stand. */
export function afterStatus(status: PayoutStatus): string {
  const { month: of, batches, paidWith, heldBy, atMs, lapsed, changedFiles } = status;
  const month = formatMonth(of);
  const isLapsed = lapsed.length > 0;
  const standing = batches.find(({ voided }) => !voided);
  if (standing === undefined) return toPrepare(month, heldBy ?? paidWith);
  const state = stateOf(standing);
  const isOther = changedFiles.length > 0;
  if (state === 'paid') return nextCommand(isOther ? `payouts ${month}` : 'owed');
  if (state !== 'prepared') {
    // What lapsed is told by the command that prepares, with what to do; it writes the files anew, too.
    return nextCommand(isLapsed || isOther ? `payouts ${month}` : `payouts ${month} --record FILE`);
  }
  const digest = standing.releases.at(-1)?.digest ?? '';
  return releaseState(standing.releases, atMs) === 'waiting'
    ? toRelease(month, digest)
    : nextCommand(`payouts ${month}`);
}

/** What is left is paid by a batch that is to be prepared: the month's own, or that of a later one. */
function toPrepare(month: string, paidWith: Month | null): string {
  return nextCommand(paidWith === null ? `payouts ${month}` : `payouts ${formatMonth(paidWith)} --status`);
}

/** As many hex digits of the digest as --release needs. */
function toRelease(month: string, digest: string): string {
  return nextCommand(`payouts ${month} --release ${digest.slice(0, 16)} --by NAME`);
}
