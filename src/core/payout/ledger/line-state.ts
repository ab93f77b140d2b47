import type { MicroUsd } from '../../money/micro.ts';
import type { PayoutLine } from './batch.ts';

/** What a line has taken off a balance so far, and what it still holds of it. */
export interface LineTaken {
  readonly paid: MicroUsd;
  readonly fees: MicroUsd;
  readonly reserved: MicroUsd;
}

/**
 * What a line of a batch means for its wallet's balance after `sent` of it was receipted (R17).
 *
 * - A part is worth its proportion of `payUsd`, rounded up to the micro-dollar, cumulatively: a wallet is never sent
 *   more than what leaves its balance, and the whole is `payUsd` exactly.
 * - The fee is taken whole with the first receipt: the transfer was made.
 * - What was not sent stays reserved until it is, or goes back when the batch is voided.
 *
 * @param sent units of the line's asset, at most its amount
 */
export function takenByLine(line: PayoutLine, sent: bigint, voided: boolean): LineTaken {
  if (sent < 0n || sent > line.assetAmount) {
    throw new Error(`${sent} of ${line.assetAmount} units were sent to ${line.wallet}: the books do not hold that`);
  }
  const paid = proportionRoundedUp(line.payUsd, sent, line.assetAmount);
  const fees = sent === 0n ? 0n : line.feeUsd;
  return { paid, fees, reserved: voided ? 0n : line.payUsd + line.feeUsd - paid - fees };
}

/** `ceil(amount * part / whole)`, of amounts that are not negative. */
function proportionRoundedUp(amount: bigint, part: bigint, whole: bigint): bigint {
  return (amount * part + whole - 1n) / whole;
}
