import { formatMicro } from '../core/money/micro.ts';
import { type EarnedPart, split as splitPool, type WalletPoints } from '../core/pool/split.ts';
import { type Dollars, InvalidValue, positiveMicroOf, type Spark } from './written.ts';

/** What a wallet did in a month. */
export interface WalletWork {
  /** Its address or any other name; each stands once. */
  readonly wallet: string;
  readonly renderSpark: Spark;
}

/** What a wallet earns of an amount. */
export interface WalletEarnings {
  readonly wallet: string;
  readonly renderSpark: Spark;
  readonly earned: Dollars;
}

/** An amount divided among wallets. */
export interface Split {
  /** In order of the wallets. */
  readonly wallets: readonly WalletEarnings[];
  /** The sum of what they earn. */
  readonly distributed: Dollars;
  /** What cutting to the micro-dollar leaves: less than a micro-dollar for each wallet. */
  readonly dust: Dollars;
}

/**
 * Divides an amount among wallets in proportion to their render Spark (R13): each gets
 * `floor(amount * own / all)`, cut to the micro-dollar. What they earn and the dust sum to the amount exactly; the order of
 * the wallets does not matter; where nobody has Spark, everything is dust.
 *
 * @param amount dollars to divide, not below zero
 * @param work the wallets and their render Spark
 * @throws InvalidValue when a value is not what it stands for, or a wallet stands twice
 */
export function split(amount: Dollars, work: readonly WalletWork[]): Split {
  const whole = positiveMicroOf('amount', amount);
  const parts = splitPool(whole, pointsOf('work', work));
  const distributed = parts.reduce((sum, part) => sum + part.earned, 0n);
  return {
    wallets: parts.map(earningsOf),
    distributed: formatMicro(distributed),
    dust: formatMicro(whole - distributed),
  };
}

/**
 * Wallets as the core knows them. Throws InvalidValue.
 *
 * @internal
 */
export function pointsOf(field: string, work: readonly WalletWork[]): WalletPoints[] {
  const seen = new Set<string>();
  return work.map(({ wallet, renderSpark }, index) => {
    if (seen.has(wallet)) throw new InvalidValue(`${field}[${index}].wallet`, `${wallet} stands twice`);
    seen.add(wallet);
    return { wallet, jobs: 0, points: positiveMicroOf(`${field}[${index}].renderSpark`, renderSpark) };
  });
}

/**
 * What a wallet earns, in words of the library.
 *
 * @internal
 */
export function earningsOf({ wallet, points, earned }: EarnedPart): WalletEarnings {
  return { wallet, renderSpark: formatMicro(points), earned: formatMicro(earned) };
}
