import { bySize, compareAmounts } from '../money/compare-amounts.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { EarnedPart } from '../pool/split.ts';
import { compareText } from '../text/compare-text.ts';

/** A point of the Lorenz curve: so many of the wallets, smallest first, earned so much together. */
export interface LorenzPoint {
  readonly wallets: number;
  readonly earned: MicroUsd;
}

/** A group of wallets, largest first, and what it earned together. */
export interface WalletGroup {
  readonly name: string;
  readonly wallets: number;
  readonly earned: MicroUsd;
}

/** How what was distributed lies among the wallets. */
export interface Distribution {
  readonly wallets: number;
  readonly earned: MicroUsd;
  /** From no wallet to all of them, at most STEPS + 1 points. */
  readonly lorenz: readonly LorenzPoint[];
  /** The largest, the next ones and the long tail; together all. */
  readonly groups: readonly WalletGroup[];
}

const STEPS = 100;

/** A row of a wallet, as it is put in order. */
type WalletRow = { readonly part: Pick<EarnedPart, 'earned' | 'wallet'> };

/** The rows of those that earned most, largest first, equal ones by wallet. Only those are put in order that may be among them. */
export function largestRows<Row extends WalletRow>(rows: readonly Row[], count: number): Row[] {
  const least = largestFirst(rows.map(({ part }) => part.earned))[count - 1] ?? 0n;
  return rows
    .filter(({ part }) => part.earned >= least)
    .sort((a, b) => bySize(a.part.earned, b.part.earned) || compareText(a.part.wallet, b.part.wallet))
    .slice(0, count);
}

/** The distribution of a month's parts. */
export function distributionOf(parts: readonly EarnedPart[]): Distribution {
  const largest = largestFirst(parts.map(({ earned }) => earned));
  const total = sumOf(largest);
  return {
    wallets: largest.length,
    earned: total,
    lorenz: lorenzOf(largest.toReversed()),
    groups: groupsOf(largest),
  };
}

function lorenzOf(smallestFirst: readonly MicroUsd[]): LorenzPoint[] {
  const count = smallestFirst.length;
  const points: LorenzPoint[] = [{ wallets: 0, earned: 0n }];
  let earned = 0n;
  for (const [index, each] of smallestFirst.entries()) {
    earned += each;
    // The hundred points that lie nearest to equal steps: a step begins where its number changes.
    const wallets = index + 1;
    if (Math.floor((wallets * STEPS) / count) > Math.floor((index * STEPS) / count)) points.push({ wallets, earned });
  }
  return points;
}

/** Where the largest end and the tail begins, as parts of all wallets. */
const GROUPS = [
  { name: 'the largest 1 %', until: 1 },
  { name: 'the next 9 %', until: 10 },
  { name: 'the next 40 %', until: 50 },
  { name: 'the other half', until: 100 },
];

function groupsOf(largest: readonly MicroUsd[]): WalletGroup[] {
  let from = 0;
  return GROUPS.map(({ name, until }) => {
    const to = Math.ceil((largest.length * until) / 100);
    const group = largest.slice(from, to);
    from = to;
    return { name, wallets: group.length, earned: sumOf(group) };
  })
    .filter(({ wallets }) => wallets > 0)
    .map((group, at, groups) => (largest.length < 100 ? { ...group, name: rankOf(at, groups) } : group));
}

/** Of fewer than a hundred wallets one is more than 1 %: it is the first group alone, and groups are named by number. */
function rankOf(at: number, groups: readonly WalletGroup[]): string {
  if (at === 0) return 'the largest';
  const wallets = groups[at]?.wallets ?? 0;
  const which = at === groups.length - 1 ? 'other' : 'next';
  return wallets === 1 ? `the ${which} one` : `the ${which} ${wallets}`;
}

function largestFirst(amounts: MicroUsd[]): MicroUsd[] {
  return amounts.sort((a, b) => compareAmounts(b, a));
}

function sumOf(amounts: readonly MicroUsd[]): MicroUsd {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
