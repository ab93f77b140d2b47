import type { PayoutBatch, PayoutLine } from '../ledger/batch.ts';
import type { LedgerBatch } from '../ledger/ledger.ts';
import { takenByLine } from '../ledger/line-state.ts';
import { batchOf } from './prepare-batch.ts';

/**
 * What is still to be sent of a batch, under the batch's own id: lines of which all was receipted are gone, lines of
 * which a part was hold the rest. So the files of the rails never pay anybody twice.
 */
export function openPart(kept: LedgerBatch): PayoutBatch {
  const { month, sequence, id } = kept.batch;
  return { ...batchOf(month, sequence, openLines(kept)), id };
}

/** Its lines alone. */
export function openLines({ batch, sent, voided }: LedgerBatch): PayoutLine[] {
  return voided ? [] : batch.lines.flatMap((line) => openLine(line, sent.get(line.wallet) ?? 0n));
}

function openLine(line: PayoutLine, sent: bigint): PayoutLine[] {
  if (sent === line.assetAmount) return [];
  const { paid, fees } = takenByLine(line, sent, false);
  return [
    {
      ...line,
      assetAmount: line.assetAmount - sent,
      payUsd: line.payUsd - paid,
      feeUsd: line.feeUsd - fees,
      balanceUsd: line.balanceUsd - paid - fees,
    },
  ];
}
