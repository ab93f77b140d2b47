import { type ExclusionTotal, MONEY_EXCLUSIONS, MOVES_NO_REVENUE } from '../close/exclusion.ts';
import type { MonthClose } from '../close/month-close.ts';
import { sparkValueOf } from '../explanation/pool/spark-value.ts';
import { type Exact, exactFromMicro, exactFromText } from '../money/exact-decimal.ts';
import { JOB_EXCLUSION_RULES } from '../usage/exclusion-rules.ts';

/** Why something was left out, and what that moved. */
export interface LeftOut {
  readonly total: ExclusionTotal;
  readonly because: string;
  readonly moved: Moved;
}

/**
 * What counting the rows would have changed, everything else as it is: money the pool, by the month's share; jobs the
 * value of one Spark, because the same pool would be divided over more; where nobody was credited, from nothing to the whole pool over
 * their own. Null: nothing (a movement between accounts, rows without Spark where nobody has any).
 */
export type Moved =
  | { readonly what: 'pool'; readonly usd: Exact }
  | { readonly what: 'spark'; readonly fromUsd: Exact; readonly toUsd: Exact }
  | null;

/** Every line of exclusions.csv with what it moved. */
export function leftOut({ exclusions, pool }: Pick<MonthClose, 'exclusions' | 'pool'>): LeftOut[] {
  const value = sparkValueOf({ pool, parts: pool.parts });
  const points = value.allPoints;
  const moved = (total: ExclusionTotal): Moved => {
    if ('points' in total) {
      if (points + total.points === 0n) return null;
      const distributable = exactFromMicro(value.distributable);
      const valueOver = (spark: bigint): Exact =>
        spark === 0n ? exactFromMicro(0n) : distributable.dividedBy(exactFromMicro(spark));
      return { what: 'spark', fromUsd: valueOver(points), toUsd: valueOver(points + total.points) };
    }
    if (MOVES_NO_REVENUE.has(total.reason)) return null;
    return { what: 'pool', usd: exactFromMicro(total.amount).times(exactFromText(pool.share)) };
  };
  return exclusions.map((total) => ({ total, because: becauseOf(total), moved: moved(total) }));
}

/** A reason of jobs and one of money may share a name. */
function becauseOf(total: ExclusionTotal): string {
  if (!('points' in total)) return MONEY_EXCLUSIONS[total.reason];
  return JOB_EXCLUSION_RULES.find(({ reason }) => reason === total.reason)?.because ?? '';
}
