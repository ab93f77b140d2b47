import type { RevenueProvider } from '../close/net-revenue.ts';
import { forEveryProvider } from '../revenue/provider.ts';
import type { Comparison } from './comparison.ts';
import type { ByProvider } from './revenue-change.ts';

/** A comparison of one provider's net revenue alone: its causes and largest changes; nothing of the pool or the wallets. */
export function ofProvider(comparison: Comparison, provider: RevenueProvider): Comparison {
  const { from, to, causes, largest } = comparison.revenue;
  const alone = (amounts: ByProvider): ByProvider => ({
    ...forEveryProvider(() => 0n),
    costs: 0n,
    [provider]: amounts[provider],
  });
  return {
    ...comparison,
    revenue: {
      from: alone(from),
      to: alone(to),
      causes: causes.flatMap(({ cause, amounts }) =>
        amounts[provider] === 0n ? [] : [{ cause, amounts: alone(amounts) }],
      ),
      largest: largest.filter((each) => each.provider === provider),
    },
    wallets: [],
  };
}
