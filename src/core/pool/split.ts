import { formatMicro, type MicroSpark, type MicroUsd } from '../money/micro.ts';
import { compareText } from '../text/compare-text.ts';

/** A wallet's credited points in a month. */
export interface WalletPoints {
  /** Lower case. */
  readonly wallet: string;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/** What a wallet earned of a month's pool. */
export interface EarnedPart extends WalletPoints {
  readonly earned: MicroUsd;
}

/**
 * R13: earned(w) = floor(distributable * points(w) / all points), product before division.
 *
 * - The parts and the dust sum to the distributable amount exactly.
 * - More points never earn less; equal points earn equal.
 * - The order of the wallets does not matter: the result is sorted by wallet.
 * - Every credited wallet is in the result, also at 0.
 */
export function split(distributable: MicroUsd, wallets: readonly WalletPoints[]): EarnedPart[] {
  const allPoints = wallets.reduce((sum, wallet) => sum + wallet.points, 0n);
  const parts = wallets.map(({ wallet, jobs, points }) => {
    return { wallet, jobs, points, earned: allPoints === 0n ? 0n : (distributable * points) / allPoints };
  });
  const distributed = parts.reduce((sum, part) => sum + part.earned, 0n);
  if (distributed > distributable) {
    throw new Error(`split of ${formatMicro(distributable)} USD gave ${formatMicro(distributed)}: more than there is`);
  }
  return parts.sort((a, b) => compareText(a.wallet, b.wallet));
}
