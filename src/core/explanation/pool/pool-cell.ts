import { REVENUE_LINES, REVENUE_PROVIDERS, type RevenueLine, type RevenueProvider } from '../../close/net-revenue.ts';
import { Exact, exactFromMicro, exactFromText } from '../../money/exact-decimal.ts';
import { formatMicro } from '../../money/micro.ts';
import { partsByShare, type RevenueAtShare } from '../../pool/revenue-at-share.ts';
import type { EarnedPart } from '../../pool/split.ts';
import { exactUsd, shareAmount, usd } from '../tree/amount.ts';
import { type Explanation, explained, lessThat, sumFormula } from '../tree/explanation.ts';
import { LargestParts } from '../tree/largest-parts.ts';
import { FIRST_ROW, type MonthFigures } from './month-figures.ts';
import { netRevenue, poolCell, providerRevenue, revenueLine, statedIn } from './revenue-cell.ts';
import { allPointsOf } from './spark-value.ts';

/** Begins the name of a line with the net revenue that one of several shares applies to. */
const AT_SHARE = 'net_revenue_at_';

/** Explains the amount in a row of pool.csv. Null for a line that it does not have. */
export function poolCellExplanation(figures: MonthFigures, line: string, provider: string): Explanation | null {
  if (provider === 'all') return wholeLine(figures, line);
  const known = REVENUE_PROVIDERS.find((each) => each === provider);
  if (known === undefined) return null;
  if (line === 'net_revenue') return providerRevenue(figures, known);
  return isRevenueLine(line) ? revenueLine(figures, known, line) : null;
}

function isRevenueLine(line: string): line is RevenueLine {
  return (REVENUE_LINES as readonly string[]).includes(line);
}

const WHOLE_LINES: Readonly<Record<string, (figures: MonthFigures) => Explanation>> = {
  net_revenue: netRevenue,
  share,
  pool,
  carried_in: carriedIn,
  distributable,
  distributed,
  dust,
  carried_out: carriedOut,
  platform,
};

function wholeLine(figures: MonthFigures, line: string): Explanation | null {
  if (line.startsWith(AT_SHARE)) {
    const found = partsByShare(figures.pool.revenue).find(({ share: each }) => each === line.slice(AT_SHARE.length));
    return found === undefined ? null : atShare(figures, found);
  }
  return WHOLE_LINES[line]?.(figures) ?? null;
}

function share(figures: MonthFigures): Explanation {
  return explained({
    label: 'share',
    amount: shareAmount(figures.pool.share),
    formula: 'as revshare.yaml has it for the month (pool.share)',
    rule: 'R14',
    note: 'manifest.json keeps the policy that was in force',
    cell: poolCell(figures, 'share', 'all'),
  });
}

/** The net revenue that one of several shares applies to. */
function atShare(figures: MonthFigures, of: RevenueAtShare): Explanation {
  const isOwn = of === figures.pool.revenue.own;
  return explained({
    label: `net revenue that the share ${of.share} applies to`,
    amount: usd(of.netRevenue),
    formula: isOwn
      ? 'net revenue, less what adjusts months of another share'
      : 'what adjusts the final months of that share',
    rule: 'R14',
    cell: poolCell(figures, AT_SHARE + of.share, 'all'),
    factors: isOwn
      ? [netRevenue(figures)]
      : REVENUE_PROVIDERS.map((each) => revenueLine(figures, each, 'prior_period')),
  });
}

/** Net revenue times the share: provider by provider, or share by share where there are several. */
function pool(figures: MonthFigures): Explanation {
  const { pool: whole, share: own, revenue } = figures.pool;
  const parts =
    revenue.ofOtherShares.length > 0
      ? partsByShare(revenue).map((each) => atItsShare(each, atShare(figures, each)))
      : withRevenue(figures).map((provider) =>
          atItsShare(
            { share: own, netRevenue: statedIn(figures, 'net_revenue', provider) },
            providerRevenue(figures, provider),
          ),
        );
  return explained({
    label: 'pool',
    amount: exactUsd(whole),
    formula:
      parts.length === 0 || revenue.ofOtherShares.length > 0
        ? sumFormula(parts)
        : `${formatMicro(figures.pool.netRevenue)} * ${own}`,
    rule: 'R10',
    cell: poolCell(figures, 'pool', 'all'),
    parts,
  });
}

function withRevenue(figures: MonthFigures): RevenueProvider[] {
  return REVENUE_PROVIDERS.filter((provider) => statedIn(figures, 'net_revenue', provider) !== 0n);
}

function atItsShare({ share: own, netRevenue: revenue }: RevenueAtShare, of: Explanation): Explanation {
  return explained({
    label: `the share of ${of.label}`,
    amount: exactUsd(exactFromMicro(revenue).times(new Exact(own))),
    formula: `${formatMicro(revenue)} * ${own}`,
    rule: 'R10',
    factors: [of],
  });
}

function carriedIn(figures: MonthFigures): Explanation {
  const { carriedFrom } = figures;
  return explained({
    label: 'carried_in',
    amount: exactUsd(figures.pool.carriedIn),
    formula: 'carried_out of the month before',
    rule: 'R10',
    cell: poolCell(figures, 'carried_in', 'all'),
    factors: carriedFrom === null ? [] : [carriedFrom],
  });
}

/** What a month's wallets are paid from: the pool and what came in, cut. */
export function distributable(figures: MonthFigures): Explanation {
  const { pool: own, carriedIn: before, distributable: whole } = figures.pool;
  const available = own.plus(before);
  const rest = exactFromMicro(whole).minus(available);
  const sum = `${own.toFixed()} + ${before.toFixed()}`;
  const nobody = available.greaterThan(0) && allPointsOf(figures) === 0n;
  const why = nobody
    ? 'nobody has points: all is carried'
    : available.isNegative()
      ? 'a deficit is carried'
      : 'cut to 0.000001 USD';
  const cut = explained({ label: why, amount: exactUsd(rest), rule: 'R10' });
  return explained({
    label: 'distributable',
    amount: usd(whole),
    formula: nobody
      ? `nothing of ${sum}: nobody has points`
      : available.isNegative()
        ? `nothing: ${sum} is below zero`
        : `floor(${sum})`,
    rule: 'R10',
    cell: poolCell(figures, 'distributable', 'all'),
    parts: [pool(figures), carriedIn(figures), ...(rest.isZero() ? [] : [cut])],
  });
}

/** What all wallets earned. */
function distributed(figures: MonthFigures): Explanation {
  const wallets = new LargestParts<{ readonly part: EarnedPart; readonly at: number }>(figures.most);
  for (const [at, part] of figures.parts.entries()) wallets.add(part.earned, { part, at });
  const parts = wallets.parts(usd, 'wallet', ({ part, at }) =>
    explained({
      label: `earned by ${part.wallet}`,
      amount: usd(part.earned),
      rule: 'R13',
      cell: { file: 'payouts.csv', row: at + FIRST_ROW, column: 'earned_usd' },
    }),
  );
  return explained({
    label: 'distributed',
    amount: usd(figures.pool.distributed),
    formula: sumFormula(parts),
    rule: 'R13',
    note: 'each wallet by its part of the distributable amount: explain a row of payouts.csv',
    cell: poolCell(figures, 'distributed', 'all'),
    parts,
    factors: [distributable(figures)],
  });
}

function dust(figures: MonthFigures): Explanation {
  const parts = [distributable(figures), lessThat(distributed(figures))];
  return explained({
    label: 'dust',
    amount: usd(figures.pool.distributable - figures.pool.distributed),
    formula: sumFormula(parts),
    rule: 'R13',
    cell: poolCell(figures, 'dust', 'all'),
    parts,
  });
}

/** What a month carries on: what its wallets did not get, unrounded. */
export function carriedOut(figures: MonthFigures): Explanation {
  const parts = [pool(figures), carriedIn(figures), lessThat(distributed(figures))];
  return explained({
    label: 'carried_out',
    amount: exactUsd(figures.pool.carriedOut),
    formula: sumFormula(parts),
    rule: 'R10',
    cell: poolCell(figures, 'carried_out', 'all'),
    parts,
  });
}

function platform(figures: MonthFigures): Explanation {
  const parts = [netRevenue(figures), lessThat(pool(figures))];
  const stated = figures.lines.find((each) => each.line === 'platform')?.amount ?? '0';
  return explained({
    label: 'platform',
    amount: exactUsd(exactFromText(stated)),
    formula: sumFormula(parts),
    rule: 'R10',
    cell: poolCell(figures, 'platform', 'all'),
    parts,
  });
}
