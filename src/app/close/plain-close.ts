import type { MonthClose } from '../../core/close/month-close.ts';
import { exactFromText, formatExact } from '../../core/money/exact-decimal.ts';
import type { Pool } from '../../core/pool/pool.ts';

type ExactAmount = 'pool' | 'carriedIn' | 'carriedOut' | 'platform';

type PlainPool = Omit<Pool, ExactAmount> & Readonly<Record<ExactAmount, string>>;

/** A close whose exact decimals are plain texts: what is kept in a file knows no Decimal. */
export interface PlainClose extends Omit<MonthClose, 'pool' | 'earlier'> {
  readonly pool: PlainPool;
  readonly earlier: readonly (Omit<MonthClose['earlier'][number], 'pool'> & { readonly pool: PlainPool })[];
}

export function plainClose(close: MonthClose): PlainClose {
  const earlier = close.earlier.map((each) => ({ ...each, pool: plainPool(each.pool) }));
  return { ...close, pool: plainPool(close.pool), earlier };
}

/** The close that `plainClose` was given. */
export function closeOf(plain: PlainClose): MonthClose {
  const earlier = plain.earlier.map((each) => ({ ...each, pool: poolOf(each.pool) }));
  return { ...plain, pool: poolOf(plain.pool), earlier };
}

function plainPool(pool: Pool): PlainPool {
  return { ...pool, ...mapped(pool, formatExact) };
}

function poolOf(plain: PlainPool): Pool {
  return { ...plain, ...mapped(plain, exactFromText) };
}

function mapped<From, To>(
  amounts: Readonly<Record<ExactAmount, From>>,
  to: (amount: From) => To,
): Record<ExactAmount, To> {
  const { pool, carriedIn, carriedOut, platform } = amounts;
  return { pool: to(pool), carriedIn: to(carriedIn), carriedOut: to(carriedOut), platform: to(platform) };
}
