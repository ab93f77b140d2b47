import { setImmediate } from 'node:timers/promises';
import { REVENUE_PROVIDERS } from '../../core/close/net-revenue.ts';
import { Bridge, type RuleDifferences } from '../../core/comparison/bridge.ts';
import type { Comparison } from '../../core/comparison/comparison.ts';
import { Flux } from '../../core/comparison/flux.ts';
import { poolChange } from '../../core/comparison/pool-change.ts';
import { allProviders, type ByProvider, type RevenueChange } from '../../core/comparison/revenue-change.ts';
import { type ChargePair, sideBySide } from '../../core/comparison/side-by-side.ts';
import { walletChanges } from '../../core/comparison/wallet-changes.ts';
import { formatMicro, microFromText } from '../../core/money/micro.ts';
import type { ReportDirectory } from './report-directory.ts';

const PAIRS_PER_PAUSE = 500;

/** Why a month's figures are others than another month's. */
export async function compareMonths(from: ReportDirectory, to: ReportDirectory): Promise<Comparison> {
  return compare(from, to, new Flux(from.month, to.month));
}

/** Why two accounts of one month differ. */
export async function compareAccounts(from: ReportDirectory, to: ReportDirectory): Promise<Comparison> {
  return compare(from, to, new Bridge(ruleDifferences(from, to)));
}

async function compare(
  from: ReportDirectory,
  to: ReportDirectory,
  engine: { take(pair: ChargePair): void; result(): RevenueChange },
): Promise<Comparison> {
  const withRates = from.hasRates && to.hasRates;
  let pairs = 0;
  for await (const pair of sideBySide(from.postings(withRates), to.postings(withRates))) {
    engine.take(pair);
    pairs += 1;
    // So that a signal is heard before the end.
    if (pairs % PAIRS_PER_PAUSE === 0) await setImmediate();
  }
  const revenue = engine.result();
  checkAgainstPool(from, revenue.from);
  checkAgainstPool(to, revenue.to);
  return {
    from,
    to,
    revenue,
    pool: poolChange(from.pool, to.pool),
    wallets: walletChanges(from.parts, to.parts, to.pool.distributable),
    notes: withRates ? [] : ['one side was written before reports named currency and rate: rates count as prices'],
  };
}

/** What was walked must be what pool.csv says, provider by provider. */
function checkAgainstPool({ directory, lines, pool }: ReportDirectory, walked: ByProvider): void {
  for (const provider of [...REVENUE_PROVIDERS, 'all'] as const) {
    const sum = provider === 'all' ? allProviders(walked) : walked[provider];
    const line = lines.find((each) => each.line === 'net_revenue' && each.provider === provider);
    const stated = provider === 'all' ? pool.netRevenue : line === undefined ? 0n : microFromText(line.amount);
    if (sum !== stated) {
      throw new Error(
        `${directory}: the postings of ${provider} sum to ${formatMicro(sum)}, and pool.csv says ${formatMicro(stated)}`,
      );
    }
  }
}

function ruleDifferences(from: ReportDirectory, to: ReportDirectory): RuleDifferences {
  const differ = (section: string, key: string): boolean => ruleOf(from, section, key) !== ruleOf(to, section, key);
  return {
    refunds: differ('recognition', 'refunds'),
    sharedFees: differ('stripe', 'shared_fees'),
    accepted: oneSided(from.accepted, to.accepted),
  };
}

/** A rule of revshare.yaml as the side's manifest has it. */
function ruleOf({ policy }: ReportDirectory, section: string, key: string): string {
  const written = policy[section] as Readonly<Record<string, unknown>> | undefined;
  const value = written?.[key];
  return typeof value === 'string' ? value : '';
}

function oneSided(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...[...a].filter((each) => !b.has(each)), ...[...b].filter((each) => !a.has(each))]);
}
