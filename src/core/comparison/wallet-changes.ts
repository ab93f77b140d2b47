import { bySize } from '../money/compare-amounts.ts';
import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import type { WalletPoints } from '../pool/split.ts';
import { compareText } from '../text/compare-text.ts';

/** What payouts.csv says of a wallet. */
export interface ReportedPart {
  /** With checksum. */
  readonly wallet: string;
  readonly points: MicroSpark;
  readonly earned: MicroUsd;
}

/** A wallet on two sides. `byPool` + `byPoints` is the difference of what it earned. */
export interface WalletChange {
  readonly wallet: string;
  readonly from: Omit<ReportedPart, 'wallet'>;
  readonly to: Omit<ReportedPart, 'wallet'>;
  /** With its earlier part of all points, of the later pool. */
  readonly byPool: MicroUsd;
  /** The rest: its own points, or everybody else's, changed. */
  readonly byPoints: MicroUsd;
}

/** How many wallets a month distributes to: a row of payouts.csv may have a balance of earlier months only. */
export function earningWallets(parts: readonly Pick<WalletPoints, 'jobs' | 'points'>[]): number {
  return parts.filter(({ jobs, points }) => jobs > 0 || points > 0n).length;
}

const NONE = { points: 0n, earned: 0n };

/** Every wallet of either side whose points or amount differ, the largest change first. */
export function walletChanges(
  from: readonly ReportedPart[],
  to: readonly ReportedPart[],
  distributableTo: MicroUsd,
): WalletChange[] {
  const before = new Map(from.map((part) => [part.wallet, part]));
  const after = new Map(to.map((part) => [part.wallet, part]));
  const allPoints = from.reduce((sum, part) => sum + part.points, 0n);
  const wallets = new Set([...before.keys(), ...after.keys()]);
  return [...wallets]
    .map((wallet): WalletChange => {
      const { points, earned } = before.get(wallet) ?? NONE;
      const now = after.get(wallet) ?? NONE;
      const ofLaterPool = allPoints === 0n ? 0n : (distributableTo * points) / allPoints;
      return {
        wallet,
        from: { points, earned },
        to: { points: now.points, earned: now.earned },
        byPool: ofLaterPool - earned,
        byPoints: now.earned - ofLaterPool,
      };
    })
    .filter((each) => each.from.earned !== each.to.earned || each.from.points !== each.to.points)
    .sort((a, b) => bySize(difference(a), difference(b)) || compareText(a.wallet, b.wallet));
}

function difference({ from, to }: WalletChange): MicroUsd {
  return to.earned - from.earned;
}
