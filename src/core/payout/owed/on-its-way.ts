import type { MicroUsd } from '../../money/micro.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { takenByLine } from '../ledger/line-state.ts';

/** What batches that are being sent (`isBeingSent`) still hold, by wallet (lower case), micro-dollars: it is on its way (R17). */
export function onItsWayByWallet(sending: readonly KeptBatch[]): Map<string, MicroUsd> {
  const onItsWay = new Map<string, MicroUsd>();
  for (const { batch, sent, voided } of sending) {
    for (const line of batch.lines) {
      const { reserved } = takenByLine(line, sent.get(line.wallet) ?? 0n, voided);
      onItsWay.set(line.wallet, (onItsWay.get(line.wallet) ?? 0n) + reserved);
    }
  }
  return onItsWay;
}
