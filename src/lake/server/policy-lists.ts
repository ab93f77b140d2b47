import { type RawBuilder, sql } from 'kysely';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { disjoint } from '../policy-tables.ts';

/**
 * What of the policy is a list, as common table expressions over parameters: nothing is written to the server.
 * `wallet_accounts`, `participation` and `withheld_jobs` have the columns of policy-tables.ts.
 */
export function policyLists(policy: UsagePolicy): RawBuilder<unknown> {
  const links = policy.walletLinks;
  const stretches = disjoint(policy.participation ?? []);
  return sql`
    wallet_accounts AS (
      SELECT wallet, array_agg(DISTINCT account) AS accounts
      FROM unnest(${links.map(({ wallet }) => wallet.toLowerCase())}::text[],
        ${links.map(({ account }) => account)}::text[]) AS links(wallet, account)
      GROUP BY wallet),
    participation AS (
      SELECT wallet, from_ms, until_ms
      FROM unnest(${stretches.map(({ wallet }) => wallet)}::text[],
        ${stretches.map(({ from }) => String(from))}::bigint[],
        ${stretches.map(({ until }) => String(until))}::bigint[]) AS stretches(wallet, from_ms, until_ms)),
    withheld_jobs AS (SELECT job_id FROM unnest(${[...policy.withheldJobs]}::text[]) AS withheld(job_id))`;
}
