import type { MicroUsd } from '../../money/micro.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { takenByLine } from '../ledger/line-state.ts';
import { releaseOf } from '../release/release.ts';

/** What released batches still hold, by wallet (lower case), micro-dollars: on its way, where what waits for its release is not (R17). */
export function releasedByWallet(batches: readonly KeptBatch[]): Map<string, MicroUsd> {
  const released = new Map<string, MicroUsd>();
  for (const { batch, sent, voided, releases } of batches) {
    if (voided || releaseOf(releases) === null) continue;
    for (const line of batch.lines) {
      const { reserved } = takenByLine(line, sent.get(line.wallet) ?? 0n, voided);
      released.set(line.wallet, (released.get(line.wallet) ?? 0n) + reserved);
    }
  }
  return released;
}
