import { formatMicro, type MicroUsd } from '../../money/micro.ts';
import { formatMonth } from '../../month/month.ts';
import type { PayoutBatch } from '../ledger/batch.ts';

/** R17: why a batch is larger than `payouts.max_batch_usd` lets it be; null when it is not, or there is no such cap. */
export function aboveCap(batch: PayoutBatch, cap: MicroUsd | null): string | null {
  const total = takenOff(batch);
  if (cap === null || total <= cap) return null;
  const above = `the batch takes ${formatMicro(total)} USD off balances; payouts.max_batch_usd is ${formatMicro(cap)}`;
  const look = `look at its lines (revshare payouts ${formatMonth(batch.month)} --preview)`;
  return `${above}: ${look}, then raise the cap in the configuration, or hold payees`;
}

/** What a batch takes off balances, fees in it; micro-dollars. */
function takenOff({ lines }: PayoutBatch): MicroUsd {
  return lines.reduce((sum, { payUsd, feeUsd }) => sum + payUsd + feeUsd, 0n);
}
