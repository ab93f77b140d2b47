import { floorToMicro } from '../../money/exact-decimal.ts';
import { formatMicro, type MicroSpark, type MicroUsd } from '../../money/micro.ts';
import type { MonthFigures } from './month-figures.ts';

/** How a distributable amount and all points make dollars of points (R13). */
export interface SparkValue {
  /**
   * What all points divide. Where nobody has points nothing is distributed (R10), and this is what would have been with any:
   * a job that was left out is worth what it would have got.
   */
  readonly distributable: MicroUsd;
  readonly allPoints: MicroSpark;
}

/** Said where a formula would divide by no points at all. */
export const NOBODY = 'nobody has points: nothing is distributed';

/** The points of all wallets of the month. */
export function allPointsOf({ parts }: Pick<MonthFigures, 'parts'>): MicroSpark {
  return parts.reduce((sum, part) => sum + part.points, 0n);
}

/** What the points of a month divide. */
export function sparkValueOf(figures: Pick<MonthFigures, 'pool' | 'parts'>): SparkValue {
  const { pool, carriedIn, distributable } = figures.pool;
  const allPoints = allPointsOf(figures);
  const available = pool.plus(carriedIn);
  const withAny = available.greaterThan(0) ? floorToMicro(available) : 0n;
  return { distributable: allPoints === 0n ? withAny : distributable, allPoints };
}

/** What points get of a month, in micro-dollars: 0 where nobody has any. */
export function worthOf(points: MicroSpark, { distributable, allPoints }: SparkValue): MicroUsd {
  return allPoints === 0n ? 0n : (distributable * points) / allPoints;
}

/** The same as a formula with its numbers. */
export function worthFormula(points: MicroSpark, { distributable, allPoints }: SparkValue): string {
  if (allPoints === 0n) return NOBODY;
  return `floor(${formatMicro(distributable)} * ${formatMicro(points)} / ${formatMicro(allPoints)})`;
}

/** What part points are of all, for reading. */
export function shareFormula(points: MicroSpark, allPoints: MicroSpark): string {
  return allPoints === 0n
    ? 'nobody has points'
    : `${formatMicro(points)} / ${formatMicro(allPoints)}, cut after 12 decimals`;
}
