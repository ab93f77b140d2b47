import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import type { Comparison } from './comparison.ts';
import type { ReportedPart } from './wallet-changes.ts';

/** Why a wallet earned more or less than before. The three causes sum to the difference exactly; micro-dollars. */
export interface WalletCauses {
  readonly wallet: string;
  readonly from: WalletSide;
  readonly to: WalletSide;
  /** With its earlier points among the earlier ones of all: another amount was distributed. */
  readonly byPool: MicroUsd;
  /** Its own points changed. */
  readonly byOwnPoints: MicroUsd;
  /** Everybody else's points changed. */
  readonly byOthersPoints: MicroUsd;
}

/** What decides what a wallet earns (R13). */
export interface WalletSide {
  readonly distributable: MicroUsd;
  readonly points: MicroSpark;
  readonly allPoints: MicroSpark;
  readonly earned: MicroUsd;
}

/** Takes a wallet's difference apart: first the amount, then its own points, then those of the others. Null where neither side names it. */
export function walletCauses({ from, to }: Pick<Comparison, 'from' | 'to'>, wallet: string): WalletCauses | null {
  const [before, after] = [sideOf(from, wallet), sideOf(to, wallet)];
  if (!isNamed(from.parts, wallet) && !isNamed(to.parts, wallet)) return null;
  const pool = part(after.distributable, before.points, before.allPoints);
  const own = part(after.distributable, after.points, before.allPoints - before.points + after.points);
  return {
    wallet,
    from: before,
    to: after,
    byPool: pool - before.earned,
    byOwnPoints: own - pool,
    byOthersPoints: after.earned - own,
  };
}

function part(distributable: MicroUsd, points: MicroSpark, all: MicroSpark): MicroUsd {
  return all === 0n ? 0n : (distributable * points) / all;
}

function sideOf({ pool, parts }: Comparison['from'], wallet: string): WalletSide {
  const own = parts.find((each) => isSame(each.wallet, wallet));
  const allPoints = parts.reduce((sum, each) => sum + each.points, 0n);
  return { distributable: pool.distributable, points: own?.points ?? 0n, allPoints, earned: own?.earned ?? 0n };
}

function isNamed(parts: readonly ReportedPart[], wallet: string): boolean {
  return parts.some((each) => isSame(each.wallet, wallet));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
