import { formatMicro, type MicroSpark } from '../../money/micro.ts';
import { DAY_MS } from '../../month/durations.ts';
import { utcDate } from '../../month/utc-date.ts';
import type { Days, PaidAccount } from './paid-stretches.ts';
import type { Warning, WarningCode } from './warning.ts';

/** Credited jobs of an account on one UTC day that no trial covers, by the rows' own word. */
export interface DayOfAccount {
  readonly account: string;
  /** Days since 1970. */
  readonly day: number;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/**
 * Tells of use that nobody paid for, or whose payment is disputed. It changes no figure: a charge may lie in an export that
 * is not there, and the terms say what is done about a dispute.
 *
 * @param least an account with fewer such jobs is not told
 */
export function unpaidUse(accounts: readonly PaidAccount[], use: readonly DayOfAccount[], least: number): Warning[] {
  return accounts.flatMap(({ account, paid, disputed }) => {
    const own = use.filter((each) => each.account === account);
    const unpaid = own.filter(({ day }) => !isIn(paid, day));
    const inDispute = own.filter(({ day }) => isIn(disputed, day));
    return [
      ...told('unpaid-use', account, unpaid, 'that no charge of the account pays for', least),
      ...told('disputed-use', account, inDispute, 'whose charge is disputed', least),
    ];
  });
}

function told(
  code: WarningCode,
  account: string,
  days: readonly DayOfAccount[],
  which: string,
  least: number,
): Warning[] {
  const jobs = days.reduce((sum, each) => sum + each.jobs, 0);
  if (jobs === 0 || jobs < least) return [];
  const points = days.reduce((sum, each) => sum + each.points, 0n);
  const [first, last] = [Math.min(...days.map(({ day }) => day)), Math.max(...days.map(({ day }) => day))];
  const span = `${utcDate(first * DAY_MS)}${first === last ? '' : ` to ${utcDate(last * DAY_MS)}`}`;
  const what = `${jobs} credited job(s), ${formatMicro(points)} Spark, on ${days.length} day(s) ${which}, ${span}`;
  return [{ code, provider: '', subject: account, amount: null, what, source: null }];
}

function isIn(stretches: readonly Days[], day: number): boolean {
  return stretches.some(({ from, before }) => day >= from && day < before);
}
