import { EXCEPTIONS_GATE } from '../../core/close/checks/exceptions-decided.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import type { LastDay } from '../../core/close/last-day.ts';
import { netRevenueOf, REVENUE_LINES, REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, payoutDue, shownMonths } from '../../core/month/month.ts';
import type { Pool } from '../../core/pool/pool.ts';
import { partsByShare } from '../../core/pool/revenue-at-share.ts';
import { countOf } from '../../core/text/count-of.ts';
import { categoryTotals } from '../../core/usage/category-totals.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { alignedTable } from '../terminal/text-table.ts';
import type { ReconcileResult } from './reconcile-json.ts';

const MOST_EXCEPTIONS = 10;

/**
 * The month on one screen: where net revenue comes from, what becomes of the pool, what needs a person.
 *
 * @param open the gates that wait for one
 */
export function summaryText(result: ReconcileResult, open: readonly Gate[], directory: string): string {
  const { close } = result;
  const head = `${formatMonth(close.month)}  ${result.state}${result.state === 'estimate' ? ': the month is not over, every figure is an estimate' : ''}`;
  return [
    head,
    revenueTable(result),
    poolTable(result),
    jobsText(result),
    withheldText(result),
    exceptionsText(result),
    gatesText(open),
    warningsText(result),
    footer(result, directory),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function revenueTable({ close }: ReconcileResult): string {
  const { lines, total } = close.revenue;
  const used = REVENUE_LINES.filter((name) => REVENUE_PROVIDERS.some((provider) => lines[provider][name] !== 0n));
  const rows = used.map((name) => {
    const sum = REVENUE_PROVIDERS.reduce((whole, provider) => whole + lines[provider][name], 0n);
    return [name, ...REVENUE_PROVIDERS.map((provider) => amountOrBlank(lines[provider][name])), formatMicro(sum)];
  });
  const net = [
    'net_revenue',
    ...REVENUE_PROVIDERS.map((provider) => amountOrBlank(netRevenueOf(lines[provider]))),
    formatMicro(total),
  ];
  return alignedTable([['USD', ...REVENUE_PROVIDERS, 'all'], ...rows, net]);
}

function poolTable({ close, payoutDelayDays }: ReconcileResult): string {
  const { pool } = close;
  return alignedTable([
    [`pool (${sharesText(pool)})`, formatExact(pool.pool)],
    ['carried in', formatExact(pool.carriedIn)],
    ['distributable', formatMicro(pool.distributable)],
    [`distributed to ${countOf(pool.parts.length, 'wallet')}`, formatMicro(pool.distributed)],
    ['carried out', formatExact(pool.carriedOut)],
    ['platform', formatExact(pool.platform)],
    ['payout due', payoutDue(close.month, payoutDelayDays)],
  ]);
}

/** `0.51 of net revenue`; with adjustments of months that had another share, each part with its own. */
function sharesText({ share, revenue }: Pool): string {
  if (revenue.ofOtherShares.length === 0) return `${share} of net revenue`;
  const parts = partsByShare(revenue).map((each) => `${each.share} of ${formatMicro(each.netRevenue)}`);
  return parts.join(', ');
}

function jobsText({ close, work }: ReconcileResult): string {
  const { usage, pool } = close;
  const jobs = pool.parts.reduce((sum, part) => sum + part.jobs, 0);
  const points = pool.parts.reduce((sum, part) => sum + part.points, 0n);
  const excluded = usage.excluded.map((each) => `${each.jobs} ${each.reason}`).join(', ');
  const lines = [`${countOf(jobs, 'job')} credited, ${formatMicro(points)} render Spark`, ...categoryLines(work)];
  if (usage.trialing.jobs > 0) {
    lines.push(
      `of trialing subscribers: ${countOf(usage.trialing.jobs, 'job')}, ${formatMicro(usage.trialing.points)} render Spark`,
    );
  }
  if (excluded !== '') lines.push(`excluded: ${excluded}`);
  lines.push(...lastDayLines(close.appleLastDay));
  const unknown = close.earlier.filter((each) => each.usageMissing).map((each) => each.month);
  if (unknown.length > 0) lines.push(`no job log for ${shownMonths(unknown)}: nothing is carried on from there yet`);
  return lines.join('\n');
}

/** What another clock could have in the next month (R1). */
function lastDayLines({ sales, refunds }: LastDay): string[] {
  const dated = 'dated on the month’s last day (no time of day is reported)';
  return [
    ...(sales === 0n ? [] : [`Apple sales ${dated}: ${formatMicro(sales)} gross`]),
    ...(refunds === 0n ? [] : [`Apple refunds ${dated}: ${formatMicro(refunds)} gross`]),
  ];
}

/** What the jobs made; a model that no pattern names is told, because nobody may have noticed it. */
function categoryLines(work: ReconcileResult['work']): string[] {
  const totals = categoryTotals(work);
  if (totals.length === 0) return [];
  const shown = totals.map(({ category, jobs }) => `${jobs} ${category}`).join(', ');
  const other = totals.find(({ category }) => category === 'other');
  if (other === undefined) return [`by category: ${shown}`];
  return [`by category: ${shown} (${other.models} models that no pattern of usage.categories names)`];
}

/** Their parts are in the figures above: they wait to be paid. */
function withheldText({ close }: ReconcileResult): string {
  const lines = close.withheld.map(({ wallet, note }) => {
    const part = close.pool.parts.find((each) => checksumAddress(each.wallet) === wallet);
    return `withheld: ${wallet} ${formatMicro(part?.earned ?? 0n)} (${note})`;
  });
  return lines.join('\n');
}

function exceptionsText({ exceptions: all }: ReconcileResult): string {
  if (all.length === 0) return 'no exceptions';
  const exceptions = all.filter((each) => each.decision === '');
  if (exceptions.length === 0) return `no open exceptions, ${all.length} decided`;
  const shown = exceptions.slice(0, MOST_EXCEPTIONS).map((each) => {
    const place = each.file === null ? '' : ` (${each.file}${each.line === null ? '' : `:${each.line}`})`;
    return `  ${each.code}: ${each.what}${place}\n    ${each.remedy}`;
  });
  const more = exceptions.length - shown.length;
  const count =
    exceptions.length === 1 ? '1 exception needs a person:' : `${exceptions.length} exceptions need a person:`;
  return [count, ...shown, ...(more > 0 ? [`  and ${more} more in exceptions.csv`] : [])].join('\n');
}

/** What the figures may lack: a store of which nothing was imported brings nothing, and no exception says so. */
function gatesText(open: readonly Gate[]): string {
  const others = open.filter(({ name }) => name !== EXCEPTIONS_GATE);
  if (others.length === 0) return '';
  const count = others.length === 1 ? '1 gate is open:' : `${others.length} gates are open:`;
  return [count, ...others.map(({ name, why, remedy }) => `  ${name}: ${why}\n    ${remedy}`)].join('\n');
}

/** What changes nothing and is worth a look, counted by code. */
function warningsText({ close, signals }: ReconcileResult): string {
  const codes = close.warnings.map(({ code }) => code);
  const kinds = signals.map(({ signal }) => signal);
  return [...worthALook('warnings.csv', codes), ...worthALook('signals.csv', kinds)].join('\n');
}

function worthALook(file: string, codes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  if (counts.size === 0) return [];
  return [`worth a look, in ${file}: ${[...counts].map(([code, count]) => `${count} ${code}`).join(', ')}`];
}

function footer({ digest, state, close, exceptions }: ReconcileResult, directory: string): string {
  const month = formatMonth(close.month);
  const isOpen = exceptions.some((each) => each.decision === '');
  const next = isOpen ? `exceptions ${month}` : state === 'estimate' ? 'status' : `status ${month}`;
  return `reports  ${directory}\ndigest   ${digest}\nnext     revshare ${next}`;
}

function amountOrBlank(amount: bigint): string {
  return amount === 0n ? '-' : formatMicro(amount);
}
