import { REVENUE_LINES, REVENUE_PROVIDERS, type RevenueLine, type RevenueProvider } from '../../close/net-revenue.ts';
import { microFromText } from '../../money/micro.ts';
import { usd } from '../tree/amount.ts';
import { type Explanation, explained, sumFormula } from '../tree/explanation.ts';
import type { RuleName } from '../tree/rules.ts';
import { type MonthFigures, poolRow } from './month-figures.ts';

const RULE_OF_LINE: Readonly<Record<RevenueLine, RuleName>> = {
  gross: 'R5',
  customer_tax: 'R5',
  provider_fee: 'R5',
  refund: 'R6',
  dispute: 'R6',
  dispute_fee: 'R6',
  restoration: 'R7',
  cost: 'R9',
  prior_period: 'R16',
};

/** A line of a provider: the postings that it is the sum of. */
export function revenueLine(figures: MonthFigures, provider: RevenueProvider, line: RevenueLine): Explanation {
  const { parts, count } = figures.revenue.of(provider, line);
  return explained({
    label: `${line} of ${provider}`,
    amount: usd(statedIn(figures, line, provider)),
    formula: sumFormula(parts),
    rule: RULE_OF_LINE[line],
    note: count === 1 ? '1 posting' : `${count} postings`,
    cell: poolCell(figures, line, provider),
    parts,
  });
}

/** net_revenue of a provider: its lines. */
export function providerRevenue(figures: MonthFigures, provider: RevenueProvider): Explanation {
  const parts = REVENUE_LINES.filter((line) => statedIn(figures, line, provider) !== 0n).map((line) =>
    revenueLine(figures, provider, line),
  );
  return explained({
    label: `net_revenue of ${provider}`,
    amount: usd(statedIn(figures, 'net_revenue', provider)),
    formula: sumFormula(parts),
    rule: 'R3',
    cell: poolCell(figures, 'net_revenue', provider),
    parts,
  });
}

/** net_revenue in all: the providers and costs.csv. */
export function netRevenue(figures: MonthFigures): Explanation {
  const parts = REVENUE_PROVIDERS.filter((provider) => statedIn(figures, 'net_revenue', provider) !== 0n).map((each) =>
    providerRevenue(figures, each),
  );
  return explained({
    label: 'net_revenue of all',
    amount: usd(figures.pool.netRevenue),
    formula: sumFormula(parts),
    rule: 'R10',
    cell: poolCell(figures, 'net_revenue', 'all'),
    parts,
  });
}

/** Where a line stands in pool.csv. */
export function poolCell(figures: MonthFigures, line: string, provider: string): Explanation['cell'] {
  return { file: 'pool.csv', row: poolRow(figures, line, provider), column: 'amount_usd' };
}

/** What pool.csv says of a line in dollars, 0 where it has none. */
export function statedIn({ lines }: MonthFigures, line: string, provider: string): bigint {
  const found = lines.find((each) => each.line === line && each.provider === provider);
  return found === undefined ? 0n : microFromText(found.amount);
}
