import type { DayOfAccount } from '../../core/close/warnings/unpaid-use.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import type { Month } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exactPoints, type LakeLimits, openLake, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { type FactsFile, factsSql, filesWithFacts } from '../kept/file-facts.ts';
import { parquetSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { createExaminedJobs } from '../usage/examined-jobs.ts';
import { judgedAlone, judgeTogether } from '../usage/judged-jobs.ts';
import { loadPolicyTables } from '../usage/policy-tables.ts';
import { countedBy, jobsOfFacts } from '../usage/usage-alone.ts';
import { inInputOrder } from './examined-logs.ts';

/** What some accounts did in a month. */
export interface AccountsQuery extends LakeLimits {
  readonly derived: DerivedFiles;
  readonly files: readonly JobLogFile[];
  readonly month: Month;
  readonly policy: UsagePolicy;
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
  const { month, policy, accounts, derived, tempDir } = query;
  const files = inInputOrder(query.files);
  if (files.length === 0) return null;
  const lake = await openLake(query);
  try {
    const asked = {
      inputs: files.map(({ sha256 }) => sha256),
      ...{ month, accounts, withWallet: true, ...countedBy(policy) },
    };
    const path = await derived.ensure(coveringName('account-days', asked), async (target) => {
      await loadPolicyTables(lake, policy);
      const factsOf = (of: readonly JobLogFile[]): Promise<FactsFile[]> =>
        filesWithFacts(lake, of, derived, query.threads);
      const facts = await factsOf(files);
      await createExaminedJobs({ lake, derived, tempDir }, files, policy, factsOf);
      await judgeTogether(lake, policy);
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
