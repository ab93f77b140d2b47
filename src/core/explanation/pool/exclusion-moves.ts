import { Exact, exactFromMicro, formatExact } from '../../money/exact-decimal.ts';
import { formatMicro, type MicroSpark, type MicroUsd } from '../../money/micro.ts';
import { type SparkValue, worthFormula, worthOf } from './spark-value.ts';

/** What a reason moved that leaves out money: the pool would have been so much larger (or smaller) with it. */
export function movedByMoney(amount: MicroUsd, share: string): string {
  const moved = formatExact(exactFromMicro(amount).times(new Exact(share)));
  return `counted at once, it would move the pool by ${formatMicro(amount)} * ${share} = ${moved}`;
}

/**
 * What a reason moved that leaves out jobs: the pool is the same, all its wallets' own points would be worth less. In all so
 * much would have gone to the workers of the rows left out; where nobody else has points, everything.
 */
export function movedByJobs(points: MicroSpark, value: SparkValue): string {
  const { distributable, allPoints } = value;
  if (allPoints + points === 0n) return 'it moves nothing: nobody has points';
  if (allPoints === 0n) {
    const alone = { distributable, allPoints: points };
    return `counted, they would get ${formatMicro(worthOf(points, alone))}, as nobody else has points: ${worthFormula(points, alone)}`;
  }
  const moved = (distributable * points) / (allPoints + points);
  return `counted, they would take ${formatMicro(moved)} from the other points: ${formatMicro(distributable)} * ${formatMicro(points)} / ${formatMicro(allPoints + points)}`;
}
