import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/ledger/batch.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';

/** Spark to credit to accounts, with the rate of each conversion. */
export function sparkJson(batch: PayoutBatch, lines: readonly PayoutLine[]): string {
  const [first] = lines;
  if (first === undefined) throw new Error(`batch ${batch.id} has no line for spark.json`);
  const document = {
    month: formatMonth(batch.month),
    batch: batch.id,
    total: formatUnits(
      lines.reduce((sum, line) => sum + line.assetAmount, 0n),
      first.scale,
    ),
    payouts: lines.map((line) => ({
      wallet: checksumAddress(line.wallet),
      account: line.destination,
      currency: line.currency,
      amount: formatUnits(line.assetAmount, line.scale),
      amount_usd: formatMicro(line.payUsd),
      rate: line.rate,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
