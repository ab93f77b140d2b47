import type { DecisionBook } from '../../core/close/decision.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { LastDay } from '../../core/close/last-day.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { SharedFeeShare } from '../../core/close/shared-fees.ts';
import type { JournalPolicy } from '../../core/journal/accounts.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { ChainHead } from '../../core/payout/ledger/act-chain.ts';
import type { MerkleTree } from '../../core/statement/merkle-proof.ts';
import { publishedMonth } from '../../core/statement/month-statement.ts';
import type { UsageRecord } from '../../core/usage/usage-record.ts';
import { instantText } from './instant-text.ts';
import { tableDocument } from './usage-json.ts';

/** What a manifest says that those of early versions do not. */
export interface SaidByManifest {
  /** When payouts are due. */
  readonly due: boolean;
  /** What part of a provider's stand-alone fees counts. */
  readonly feeShares: boolean;
  /** What refunds are dated on the month's last day, where some are. */
  readonly lastDayRefunds: boolean;
}

const ALL: SaidByManifest = { due: true, feeShares: true, lastDayRefunds: true };

export interface Manifest {
  readonly close: MonthClose;
  readonly digest: string;
  readonly state: string;
  /** Replaced ones are named too: the month can be recomputed from what is here. */
  readonly inputs: readonly ImportRecord[];
  /** The table that the jobs were taken from; null when they are those of imported logs. */
  readonly jobTable: UsageRecord['table'] | null;
  /** Every other report with its hash. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** As it is in force in the month. */
  readonly policy: unknown;
  /** What of it changes over time; null when nothing ever does. */
  readonly policyOverTime: unknown;
  /** How the journal is written: beside the policy, because no figure depends on it. */
  readonly journal: JournalPolicy | null;
  /** How the jobs were looked at: as the journal, and as revshare.yaml has it. */
  readonly look: unknown;
  readonly version: string;
  /** When the month's payouts are due, `YYYY-MM-DD` (R14). */
  readonly payoutDue: string;
  /** Of a manifest that is written again: what it says; all of it otherwise. */
  readonly says?: SaidByManifest;
  readonly decisions: DecisionBook;
  /** Over the statements of all wallets, in their order: what a worker's statement is checked against. */
  readonly statements: Pick<MerkleTree, 'root' | 'leaves'>;
  readonly chain: {
    readonly previousManifest: string | null;
    readonly early: boolean;
    /** How far the acts about payouts had come; null when there were none. */
    readonly acts: ChainHead | null;
  } | null;
}

/** manifest.json: what the month was computed from and what came of it, with the SHA-256 of every other report. */
export function manifestJson(manifest: Manifest): string {
  const {
    close,
    digest,
    state,
    inputs,
    jobTable,
    files,
    policy,
    policyOverTime,
    journal,
    look,
    version,
    payoutDue,
    decisions,
    chain,
    statements,
    says = ALL,
  } = manifest;
  const { pool, usage } = close;
  const published = publishedMonth(close, state, digest);
  const document = {
    month: formatMonth(close.month),
    state,
    version,
    digest,
    ...(chain === null ? {} : { previous_manifest_sha256: chain.previousManifest, early: chain.early }),
    ...(chain === null || chain.acts === null ? {} : { payout_acts: chain.acts }),
    ...(says.due ? { payout_due: payoutDue } : {}),
    totals: {
      net_revenue_usd: published.netRevenueUsd,
      ...(published.netRevenueByShare === undefined
        ? {}
        : {
            net_revenue_by_share: published.netRevenueByShare.map(({ share, netRevenueUsd }) => {
              return { share, net_revenue_usd: netRevenueUsd };
            }),
          }),
      pool_usd: published.poolUsd,
      carried_in_usd: published.carriedInUsd,
      distributable_usd: published.distributableUsd,
      distributed_usd: formatMicro(pool.distributed),
      carried_out_usd: formatExact(pool.carriedOut),
      platform_usd: formatExact(pool.platform),
      credited_render_spark: published.creditedRenderSpark,
      wallets: pool.parts.length,
      postings: close.postings,
      job_rows: usage.rows,
      trialing: { jobs: usage.trialing.jobs, render_spark: formatMicro(usage.trialing.points) },
      ...lastDayTotals(close.appleLastDay, says),
      exceptions: close.findings.length,
    },
    ...(says.feeShares && close.feeShares.length > 0 ? { fee_shares: close.feeShares.map(feeShareDocument) } : {}),
    policy,
    ...(policyOverTime === null ? {} : { policy_over_time: policyOverTime }),
    ...(journal === null ? {} : { journal }),
    look,
    decisions: decisions.all.map(({ code, subject, month, decision, note, by, at }) => {
      return { month: formatMonth(month), code, subject, decision, note, by, at };
    }),
    withheld: close.withheld,
    statements: { root: statements.root, leaves: statements.leaves },
    ...(jobTable === null ? {} : { job_table: tableDocument(jobTable) }),
    inputs: inputs.map((input) => ({
      kind: input.kind,
      name: input.name,
      sha256: input.sha256,
      bytes: input.bytes,
      rows: input.rows,
      first: instantText(input.firstMs),
      last: instantText(input.lastMs),
      in_force: input.active,
      ...(input.origin === null ? {} : { origin: input.origin }),
    })),
    files,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function lastDayTotals({ sales, refunds }: LastDay, { lastDayRefunds }: SaidByManifest) {
  const isSaid = lastDayRefunds && refunds !== 0n;
  return {
    apple_last_day_gross_usd: formatMicro(sales),
    ...(isSaid ? { apple_last_day_refunds_usd: formatMicro(refunds) } : {}),
  };
}

function feeShareDocument({ provider, plansGross, allGross, currency }: SharedFeeShare) {
  return { provider, plans_gross: formatMicro(plansGross), all_gross: formatMicro(allGross), currency };
}
