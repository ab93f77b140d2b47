import { countOf } from '../../text/count-of.ts';
import type { MonthUsage } from '../../usage/month-usage.ts';
import type { Warning } from './warning.ts';

/**
 * A month of jobs of which none is credited: its pool is carried whole (R10), and a list or a column that is empty by mistake
 * leaves everybody out (R11).
 */
export function nothingCredited({
  wallets,
  rows,
  excluded,
}: Pick<MonthUsage, 'wallets' | 'rows' | 'excluded'>): Warning[] {
  if (wallets.length > 0 || rows === 0) return [];
  const reasons = excluded.map(({ reason, jobs }) => `${jobs} ${reason}`).join(', ');
  const what = `none of ${countOf(rows, 'row')} is credited: ${reasons}`;
  return [{ code: 'nothing-credited', provider: '', subject: '', amount: null, what, source: null }];
}
