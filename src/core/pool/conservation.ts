import { formatMicro, type MicroUsd } from '../money/micro.ts';
import type { Pool } from './pool.ts';

/**
 * What comes into a month's pool goes out or is carried on (R10), and the pool is of the net revenue that was recognised.
 * It stands where every close passes.
 *
 * @throws Error with both figures, when they differ: a fault of the program
 */
export function assertConserved(pool: Pool, netRevenue: MicroUsd): void {
  if (pool.netRevenue !== netRevenue) {
    throw new Error(`the pool is of ${formatMicro(pool.netRevenue)} USD, recognised were ${formatMicro(netRevenue)}`);
  }
  const inAndOut = pool.pool.plus(pool.carriedIn).minus(pool.carriedOut);
  if (inAndOut.times(1_000_000).equals(pool.distributed.toString())) return;
  throw new Error(
    `pool ${pool.pool} + carried in ${pool.carriedIn} is not distributed ${formatMicro(pool.distributed)} + carried out ${pool.carriedOut}`,
  );
}
