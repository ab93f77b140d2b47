import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import type { Lake } from '../engine/duckdb.ts';

/**
 * Loads what of the policy is a list: `wallet_accounts(wallet, accounts)`, one row a wallet, and
 * `participation(wallet, from_ms, until_ms)`, half-open stretches that do not overlap, so that no job meets two, and
 * `withheld_jobs(job_id)`. All sessions of the engine see them.
 */
export async function loadPolicyTables(lake: Lake, policy: UsagePolicy): Promise<void> {
  await lake.run('CREATE TABLE links (wallet VARCHAR, account VARCHAR)');
  await append(lake, 'links', policy.walletLinks, ({ wallet, account }) => [wallet.toLowerCase(), account]);
  await lake.run(
    'CREATE TABLE wallet_accounts AS SELECT wallet, list(DISTINCT account) AS accounts FROM links GROUP BY wallet',
  );
  await lake.run('CREATE TABLE participation (wallet VARCHAR, from_ms BIGINT, until_ms BIGINT)');
  const stretches = disjoint(policy.participation ?? []);
  await append(lake, 'participation', stretches, ({ wallet, from, until }) => [wallet, BigInt(from), BigInt(until)]);
  await lake.run('CREATE TABLE withheld_jobs (job_id VARCHAR)');
  await append(lake, 'withheld_jobs', policy.withheldJobs, (jobId) => [jobId]);
}

/** A stretch in which a wallet participates, half-open, ms UTC. */
interface Stretch {
  readonly wallet: string;
  readonly from: number;
  readonly until: number;
}

/** Open ends become the ends of what a stored instant can be. */
const ALWAYS = { from: -(2 ** 52), until: 2 ** 52 };

/** Stretches that do not overlap, of what participation.csv says. */
function disjoint(participation: NonNullable<UsagePolicy['participation']>): Stretch[] {
  const sorted = participation
    .map(({ wallet, fromMs, untilMs }) => ({
      wallet: wallet.toLowerCase(),
      from: fromMs ?? ALWAYS.from,
      until: untilMs ?? ALWAYS.until,
    }))
    .filter(({ from, until }) => from < until)
    .sort((one, other) => (one.wallet < other.wallet ? -1 : one.wallet > other.wallet ? 1 : one.from - other.from));
  const stretches: Stretch[] = [];
  for (const next of sorted) {
    const last = stretches.at(-1);
    if (last === undefined || last.wallet !== next.wallet || last.until < next.from) stretches.push(next);
    else stretches[stretches.length - 1] = { ...last, until: Math.max(last.until, next.until) };
  }
  return stretches;
}

async function append<Item>(
  lake: Lake,
  table: string,
  items: readonly Item[],
  valuesOf: (item: Item) => readonly (string | bigint)[],
): Promise<void> {
  const appender = await lake.connection.createAppender(table);
  for (const item of items) {
    for (const value of valuesOf(item)) {
      if (typeof value === 'bigint') appender.appendBigInt(value);
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
