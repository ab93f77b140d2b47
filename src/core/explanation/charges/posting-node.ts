import type { RevenueLine } from '../../close/net-revenue.ts';
import type { SharedFeeShare } from '../../close/shared-fees.ts';
import { type Components, netOf } from '../../money/components.ts';
import { formatMicro, type MicroUsd } from '../../money/micro.ts';
import { truncatedProportion } from '../../money/proportion.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import { coveredUpTo, postedIn } from '../../revenue/coverage.ts';
import { usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import type { RuleName } from '../tree/rules.ts';
import type { PostedRow } from './posted-row.ts';

/** What a posting is a part of. */
export interface WholePosting {
  /** What the line of a charge, or a cost, comes to in all, the T of R5; of a stand-alone fee what its row says, in micro-dollars. */
  readonly amounts: Components;
  /** Of a stand-alone fee: the part of it that counts (R9); null where all of it does. */
  readonly share: SharedFeeShare | null;
}

/** What postings are parts of, where that is known. */
export type WholeOf = (posting: PostedRow) => WholePosting | null;

/** How a posting moves a line of pool.csv: the formula with its numbers, the rule, and the row of the export. */
export function postingNode(
  posting: PostedRow,
  month: Month,
  of: { readonly line: RevenueLine | null; readonly amount: MicroUsd; readonly whole: WholePosting | null },
): Explanation {
  const { row, source, kind } = posting;
  return explained({
    label: labelOf(posting),
    amount: usd(of.amount),
    formula: formulaOf(posting, month, of),
    rule: RULE_OF[kind],
    note: noteOf(posting),
    cell: { file: 'postings.csv', row, column: columnOf(of.line, kind) },
    source,
  });
}

/** The rule by which postings of a kind come to be. */
const RULE_OF: Readonly<Record<PostedRow['kind'], RuleName>> = {
  charge: 'R5',
  refund: 'R6',
  dispute: 'R6',
  restoration: 'R7',
  'provider-fee': 'R9',
  'dispute-fee': 'R6',
  cost: 'R9',
  'provider-true-up': 'R9',
  'prior-period': 'R16',
};

function labelOf({ provider, charge, kind, event, line }: PostedRow): string {
  const by = event === '' || event === charge ? '' : ` ${event}`;
  return `${kind.replaceAll('-', ' ')}${by} of ${provider} ${charge}${line === '' ? '' : ` line ${line}`}`;
}

function columnOf(line: RevenueLine | null, kind: PostedRow['kind']): string {
  if (kind !== 'charge') return 'net_usd';
  if (line === 'gross') return 'gross_usd';
  if (line === 'customer_tax') return 'customer_tax_usd';
  return line === 'provider_fee' ? 'provider_fee_usd' : 'net_usd';
}

function formulaOf(
  posting: PostedRow,
  month: Month,
  of: { readonly line: RevenueLine | null; readonly whole: WholePosting | null },
): string {
  const { coverage, amounts, kind, originalMonth } = posting;
  if (kind === 'prior-period') {
    return `what ${formatMonth(originalMonth)} should have posted, less what it posted: ${netText(amounts)}`;
  }
  if (coverage === null) return cutFee(amounts, of.whole) ?? netText(amounts);
  const months = coverage.last - coverage.first + 1;
  const k = coveredUpTo({ first: coverage.first, months, postsFrom: coverage.first }, month);
  const own = componentOf(amounts, of.line);
  const whole = of.whole === null ? null : componentOf(of.whole.amounts, of.line);
  const sign = of.line === 'customer_tax' || of.line === 'provider_fee' ? '-' : '';
  if (whole !== null && months === 1 && own === whole)
    return `${sign}${formatMicro(whole)}, all of it in its one month`;
  // A net is made of components that are cut each by itself; a proration line posts several k at once.
  if (whole === null || own !== postedIn(whole, { first: coverage.first, months, postsFrom: coverage.first }, month)) {
    const text = of.line === null ? netText(amounts) : `${sign}${formatMicro(own)}`;
    return `${text}: month ${k} of ${months}${whole === null ? '' : ` of ${formatMicro(whole)}`}`;
  }
  const text = formatMicro(whole);
  const difference = `trunc(${text} * ${k}/${months}) - trunc(${text} * ${k - 1}/${months})`;
  return sign === '' ? difference : `-(${difference})`;
}

/** R9: the part of a stand-alone fee that counts. Null of what is none, or is cut by another share than is known. */
function cutFee({ fee }: Components, whole: WholePosting | null): string | null {
  if (whole === null || whole.share === null) return null;
  const { plansGross, allGross, currency } = whole.share;
  if (truncatedProportion(whole.amounts.fee, plansGross, allGross) !== fee) return null;
  const [cost, plans, all] = [whole.amounts.fee, plansGross, allGross].map(formatMicro);
  return `less fee trunc(${cost} * ${plans}/${all}): what plans are of the month's charges, gross in ${currency.toUpperCase()}`;
}

function componentOf(amounts: Components, line: RevenueLine | null): MicroUsd {
  if (line === 'gross') return amounts.gross;
  if (line === 'customer_tax') return amounts.tax;
  return line === 'provider_fee' ? amounts.fee : netOf(amounts);
}

function netText({ gross, tax, fee }: Components): string {
  const terms = [gross === 0n ? '' : `gross ${formatMicro(gross)}`];
  if (tax !== 0n) terms.push(`less tax ${formatMicro(tax)}`);
  if (fee !== 0n) terms.push(`less fee ${formatMicro(fee)}`);
  return terms.filter((term) => term !== '').join(', ') || 'nothing';
}

function noteOf({ plan, coverage, currency, rate }: PostedRow): string {
  const notes = [plan];
  if (coverage !== null) notes.push(`covers ${formatMonth(coverage.first)} to ${formatMonth(coverage.last)}`);
  if (rate !== '') notes.push(`${currency} at ${rate} (R3)`);
  return notes.filter((note) => note !== '').join(', ');
}
