import { formatExact } from '../money/exact-decimal.ts';
import { formatMonth } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import { compareText } from '../text/compare-text.ts';
import type { MonthClose } from './month-close.ts';
import { REVENUE_LINES, REVENUE_PROVIDERS } from './net-revenue.ts';

/**
 * What the digest covers (R15), as lines of canonical JSON: policy, decisions and the month's result. No file names,
 * hashes, line numbers, as-of, state or paths: whoever has the same inputs and policy has the same digest.
 * The postings come one by one, in their order, between `digestHead` and `digestTail`.
 *
 * @param policy as it is in force for the month: what is only planned is no part of it
 * @param earlierRules rules of earlier months; undefined where all are those of the month
 */
export function digestHead(
  policy: unknown,
  decisions: readonly unknown[],
  month: MonthClose['month'],
  earlierRules: unknown,
): string {
  return line({ digest: 1, policy, earlier_rules: earlierRules, decisions, month: formatMonth(month) });
}

/** One posting's line. */
export function digestPosting(posting: Posting): string {
  const { provider, charge, line: lineId, kind, event, plan, coverage, amounts } = posting;
  const covered = coverage === null ? null : [formatMonth(coverage.first), coverage.months, coverage.k];
  return line([
    provider,
    charge,
    formatMonth(posting.originalMonth),
    lineId,
    kind,
    event,
    plan,
    covered,
    amounts.gross.toString(),
    amounts.tax.toString(),
    amounts.fee.toString(),
  ]);
}

/** Points, exclusions, exceptions, pool and parts. */
export function digestTail(close: MonthClose): string {
  const { revenue, pool, usage } = close;
  return [
    ...REVENUE_PROVIDERS.map((provider) =>
      line([provider, ...REVENUE_LINES.map((name) => revenue.lines[provider][name].toString())]),
    ),
    line({
      net: revenue.total.toString(),
      pool: formatExact(pool.pool),
      carried_in: formatExact(pool.carriedIn),
      carried_out: formatExact(pool.carriedOut),
      distributable: pool.distributable.toString(),
      usage_rows: usage.rows,
    }),
    ...pool.parts.map((part) => line([part.wallet, part.jobs, part.points.toString(), part.earned.toString()])),
    ...close.exclusions.map((each) =>
      line([each.reason, each.source, each.rows, ('points' in each ? each.points : each.amount).toString()]),
    ),
    ...close.findings.map((finding) =>
      line([finding.code, finding.decision?.decision ?? '', finding.subject, formatMonth(finding.month), finding.what]),
    ),
  ].join('');
}

/** Canonical JSON: keys in code unit order, no spaces. */
function line(value: unknown): string {
  return `${canonical(value)}\n`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
