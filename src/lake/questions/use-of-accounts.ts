import type { DayOfAccount } from '../../core/close/warnings/unpaid-use.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import { exactPoints, openLake, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import { factsSql } from '../kept/file-facts.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import { countedBy, jobsOfFacts } from '../usage/usage-alone.ts';
import { inInputOrder, type LogsQuery, withExaminedLogs } from './examined-logs.ts';

/** What some accounts did in a month. */
export interface AccountsQuery extends LogsQuery {
  readonly month: Month;
  readonly accounts: readonly string[];
}

/** What they did, and which of them have a wallet at all. */
export interface UseOfAccounts {
  readonly days: readonly DayOfAccount[];
  readonly withWallet: ReadonlySet<string>;
}

/**
 * Credited jobs of some accounts by UTC day, those of trialing subscribers left out. A wallet is an account's by
 * wallet-links.csv, or by the rows that name both; where that is more than one account, the first by its name. Null without a log.
 */
export async function useOfAccounts(query: AccountsQuery): Promise<UseOfAccounts | null> {
  const { files, month, policy, accounts, derived } = query;
  if (files.length === 0) return null;
  const asked = {
    inputs: inInputOrder(files).map(({ sha256 }) => sha256),
    ...{ month, accounts, withWallet: true, ...countedBy(policy) },
  };
  const path = await derived.ensure(coveringName('account-days', asked), (target) => writeUse(query, target));
  const lake = await openLake(query);
  try {
    const rows = await lake.rows(`FROM ${parquetSql([path])} ORDER BY account, day`);
    const [days, wallets] = [rows.filter(({ day }) => day !== null), rows.filter(({ day }) => day === null)];
    return {
      days: days.map(({ account, day, jobs, points }) => {
        return { account: String(account), day: Number(day), jobs: Number(jobs), points: exactPoints(points) };
      }),
      withWallet: new Set(wallets.map(({ account }) => String(account))),
    };
  } finally {
    lake.close();
  }
}

/** Writes the jobs of the accounts by day, and without a day each account that has a wallet. */
function writeUse(query: AccountsQuery, target: string): Promise<void> {
  const { month, policy, accounts } = query;
  return withExaminedLogs(query, async ({ lake, files, factsOf }) => {
    const facts = await factsOf(files);
    const known = `[${accounts.map(sqlText).join(', ')}]::VARCHAR[]`;
    await lake.run(`CREATE TEMP TABLE accounts_of AS SELECT wallet, account FROM (
        SELECT DISTINCT subscriber_wallet AS wallet, subscriber_account AS account FROM ${factsSql(facts)}
        UNION ALL SELECT wallet, unnest(accounts) FROM wallet_accounts)
      WHERE wallet IS NOT NULL AND list_contains(${known}, account)`);
    await lake.run(
      'CREATE TEMP TABLE account_of AS SELECT wallet, min(account) AS account FROM accounts_of GROUP BY wallet',
    );
    const ofAccounts = `(FROM ${jobsOfFacts(facts, policy.extensions)} WHERE subscriber_wallet IN (SELECT wallet FROM account_of))`;
    const columns = 'subscriber_wallet AS wallet, instant_ms, month, rule, trialing, points';
    await lake.run(`COPY (
      SELECT account, instant_ms // ${DAY_MS} AS day, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
        SELECT ${columns}, 1 AS jobs FROM ${judgedAlone(ofAccounts, policy)}
        UNION ALL SELECT ${columns}, jobs FROM corrections)
      JOIN account_of USING (wallet) WHERE rule IS NULL AND NOT trialing AND month = ${month}
      GROUP BY ALL HAVING sum(jobs) <> 0
      UNION ALL SELECT DISTINCT account, NULL, 0, 0 FROM accounts_of
    ) TO ${sqlText(target)} (FORMAT parquet)`);
  });
}
