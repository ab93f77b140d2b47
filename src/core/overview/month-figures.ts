import type { MonthClose } from '../close/month-close.ts';
import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Pool } from '../pool/pool.ts';

/** A month among others, in micro-dollars and micro-Spark. */
export interface MonthFigures {
  readonly month: Month;
  readonly isFinal: boolean;
  readonly netRevenue: MicroUsd;
  readonly distributable: MicroUsd;
  readonly wallets: number;
  readonly points: MicroSpark;
}

/** The figures of an open month's pool. */
function figuresOf(month: Month, { netRevenue, distributable, parts }: Pool, isFinal = false): MonthFigures {
  const points = parts.reduce((sum, part) => sum + part.points, 0n);
  return { month, isFinal, netRevenue, distributable, wallets: parts.length, points };
}

/**
 * The months up to a closed one, in order: final ones as they were approved, open ones as computed on the way, then its
 * own. @param isFinal of the closed one
 */
export function monthsSoFar(
  final: readonly MonthFigures[],
  close: Pick<MonthClose, 'month' | 'earlier' | 'pool'>,
  isFinal: boolean,
): MonthFigures[] {
  const open = close.earlier.map(({ month, pool }) => figuresOf(month, pool));
  return [...final.filter(({ month }) => month < close.month), ...open, figuresOf(close.month, close.pool, isFinal)];
}
