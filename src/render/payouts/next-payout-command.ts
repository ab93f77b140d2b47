import type { KeptBatch } from '../../core/payout/ledger/kept-payouts.ts';
import type { ShownPreparation } from '../../core/payout/preparation/prepare-batch.ts';
import { releaseState } from '../../core/payout/release/release.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { stateOf } from './batch-json.ts';

/** What a person does after a batch was shown. @param month `YYYY-MM` */
export function afterPreparation(month: string, { done, batch, release }: ShownPreparation): string {
  if (batch.lines.length === 0) return nextCommand(`payouts ${month} --status`);
  if (done === 'preview') return nextCommand(`payouts ${month}`);
  if (release.state === 'waiting') return toRelease(month, release.digest);
  return nextCommand(release.state === 'released' ? `payouts ${month} --record FILE` : `payouts ${month} --status`);
}

/** A batch after an act about it, and what a person does then. @param month `YYYY-MM` */
export function actText(month: string, id: string, done: string): string {
  const next = nextCommand(done.endsWith('released') ? `payouts ${month} --record FILE` : `payouts ${month}`);
  return `${month}  ${done.replace('-', ' ')}\nbatch ${id}\n${next}`;
}

/** What a person does about a final month as its batches stand. @param month `YYYY-MM` */
export function afterStatus(month: string, batches: readonly KeptBatch[], atMs: number, isLapsed: boolean): string {
  const standing = batches.find(({ voided }) => !voided);
  if (standing === undefined) return nextCommand(`payouts ${month}`);
  const state = stateOf(standing);
  if (state === 'paid') return nextCommand('owed');
  if (state !== 'prepared') {
    // What lapsed is told by the command that prepares, with what to do.
    return nextCommand(isLapsed ? `payouts ${month}` : `payouts ${month} --record FILE`);
  }
  const digest = standing.releases.at(-1)?.digest ?? '';
  return releaseState(standing.releases, atMs) === 'waiting'
    ? toRelease(month, digest)
    : nextCommand(`payouts ${month}`);
}

/** As many hex digits of the digest as --release needs. */
function toRelease(month: string, digest: string): string {
  return nextCommand(`payouts ${month} --release ${digest.slice(0, 16)} --by NAME`);
}
