import type { Policy } from '../../../config/policy.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { InvalidInput, problem } from '../../../problems/problem.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { finalMonth } from '../../../store/months/final-months.ts';

/** Refuses a month that is never shared. @param remedy where another than naming a later month mends it @throws InvalidInput before-first-month */
export function refuseBeforeFirstMonth(month: Month, policy: Policy, remedy?: string): void {
  if (month >= policy.firstMonth) return;
  const message = `${formatMonth(month)} is before first_month ${formatMonth(policy.firstMonth)}`;
  throw new InvalidInput([problem('before-first-month', { file: 'revshare.yaml' }, message, remedy)]);
}

/** The same, but for a month that is final already, by an earlier policy. @throws InvalidInput before-first-month */
export async function refuseNeverFinal(db: Database, month: Month, policy: Policy): Promise<void> {
  if ((await finalMonth(db, month)) === null) refuseBeforeFirstMonth(month, policy);
}
