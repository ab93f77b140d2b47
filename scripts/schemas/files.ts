import { z } from 'zod';
import { configSchema } from '../../src/config/schema.ts';
import { count, day, dollars, exact, instant, month, sha256, share, spark, text, wallet } from './values.ts';

const atShare = z.array(z.strictObject({ share, net_revenue_usd: dollars }));
const statements = z.strictObject({ root: sha256, leaves: count }).describe('the root that statements are proven by');
const totals = {
  net_revenue_usd: dollars,
  net_revenue_by_share: atShare.optional(),
  pool_usd: exact,
  carried_in_usd: exact,
  distributable_usd: dollars,
  distributed_usd: dollars,
  carried_out_usd: exact,
  credited_render_spark: spark,
  wallets: count,
};

const proof = z.strictObject({ root: sha256, leaves: count, index: count, path: z.array(sha256) });
const counted = { jobs: count, renderSpark: spark };
const monthStatement = z.strictObject({
  published: z.strictObject({
    month,
    state: text,
    digest: sha256,
    share,
    netRevenueUsd: dollars,
    netRevenueByShare: z.array(z.strictObject({ share, netRevenueUsd: dollars })).optional(),
    poolUsd: exact,
    carriedInUsd: exact,
    distributableUsd: dollars,
    creditedRenderSpark: spark,
  }),
  wallet,
  payout: z.record(text, text).describe('its row of payouts.csv'),
  workers: z.array(z.strictObject({ network: text, nft: text, ...counted, earnedUsd: dollars })),
  models: z.array(z.strictObject({ model: text, category: text.optional(), ...counted })),
  late: z.array(z.strictObject({ originalMonth: month, ...counted })),
  excluded: z.array(z.strictObject({ reason: text, ...counted })),
});
const proven = { statement: monthStatement, proof, manifestSha256: sha256 };
const jobs = z.strictObject({
  sha256,
  list: z.array(z.strictObject({ jobId: text, day, model: text, renderSpark: spark })),
});
const payments = z.array(
  z.strictObject({
    month,
    sentAt: instant,
    method: text,
    destination: text,
    currency: text,
    amount: text,
    paidUsd: dollars,
    feeUsd: dollars,
    rate: text,
    reference: text,
  }),
);
const origin = z
  .strictObject({ tool: text, address: text, time: instant })
  .describe('where it came from, by NAME.origin.json beside it');
const account = z.strictObject({
  broughtForwardUsd: dollars,
  earnedUsd: dollars,
  adjustmentsUsd: dollars,
  paidUsd: dollars,
  feesUsd: dollars,
  carriedForwardUsd: dollars,
  reservedUsd: dollars,
  onItsWayUsd: dollars.optional(),
  reason: text,
  monthsToMinimum: count.nullable(),
  minimumUsd: dollars.nullable().optional(),
  missingUsd: dollars.nullable().optional(),
  ageing: z.array(z.strictObject({ month, amountUsd: dollars })),
  adjustments: z.array(z.strictObject({ amountUsd: dollars, reason: text })),
});

/* What a manifest keeps of revshare.yaml, in the form in which it is written there. */
const config = configSchema.shape;
const usage = config.usage.unwrap();
const plan = config.plans.element;
const policy = configSchema
  .omit({ journal: true, expects: true, changes: true, hooks: true, signals: true })
  .extend({ usage: usage.omit({ source: true, categories: true }) });
const change = config.changes.unwrap().element;
const firstRules = change.omit({ from: true, plan: true }).extend({
  plans: z.array(plan.pick({ id: true, term: true, list_price_usd: true })),
});
const journal = config.journal.unwrap().pick({ detail: true, accounts: true });
const look = z.strictObject({ categories: usage.shape.categories, signals: config.signals });
const layout = z.int().describe('how the record is written: its version');

/** Files that are read by programs outside. They name their form by what they are, not by a key, because hashes cover them. */
export const files = {
  manifest: z
    .strictObject({
      month,
      state: text,
      version: text.describe('of the program'),
      digest: sha256,
      previous_manifest_sha256: sha256.nullable().optional(),
      early: z.boolean().optional(),
      payout_due: z.string().optional().describe('when the month’s payouts are due, `YYYY-MM-DD`'),
      payout_acts: z
        .strictObject({ acts: count, sha256 })
        .optional()
        .describe('how far the acts about payouts had come'),
      totals: z.strictObject({
        ...totals,
        platform_usd: exact,
        postings: count,
        job_rows: count,
        trialing: z.strictObject({ jobs: count, render_spark: spark }),
        apple_last_day_gross_usd: dollars,
        apple_last_day_refunds_usd: dollars.optional(),
        exceptions: count,
      }),
      fee_shares: z
        .array(z.strictObject({ provider: text, plans_gross: dollars, all_gross: dollars, currency: text }))
        .optional()
        .describe('of providers whose stand-alone fees count in part: what part, in `currency`'),
      policy: policy.describe('as revshare.yaml has it, in force in the month'),
      policy_over_time: z.strictObject({ first: firstRules, changes: z.array(change) }).optional(),
      journal: journal.optional(),
      look: look.optional().describe('how the jobs were looked at'),
      decisions: z.array(
        z.strictObject({ month, code: text, subject: text, decision: text, note: text, by: text, at: instant }),
      ),
      withheld: z.array(z.strictObject({ wallet, note: text })),
      statements,
      job_table: z
        .strictObject({
          name: text,
          rows: count,
          first: instant.nullable(),
          last: instant.nullable(),
          content_sha256: sha256,
        })
        .optional(),
      inputs: z.array(
        z.strictObject({
          kind: text,
          name: text,
          sha256,
          bytes: count,
          rows: count,
          first: z.union([instant, z.literal('')]).nullable(),
          last: z.union([instant, z.literal('')]).nullable(),
          in_force: z.boolean(),
          origin: origin.optional(),
        }),
      ),
      files: z.array(z.strictObject({ name: text, sha256 })),
    })
    .describe('manifest.json'),
  public: z
    .strictObject({
      month,
      state: text,
      digest: sha256,
      share,
      totals: z.strictObject(totals),
      statements,
      payout_due: day,
      manifest_sha256: sha256,
    })
    .describe('public.json'),
  statement: z
    .discriminatedUnion('kind', [
      z.strictObject({
        revshare_statement: layout,
        kind: z.literal('month'),
        terms: z.strictObject({ due: day, payer: text, contact: text }).optional(),
        ...proven,
        history: z.array(z.strictObject({ month, earnedUsd: dollars })),
        account: account.nullable(),
        payments,
        days: z.array(z.strictObject({ day, ...counted })).optional(),
        jobs: jobs.optional(),
      }),
      z.strictObject({
        revshare_statement: layout,
        kind: z.literal('year'),
        year: text,
        wallet,
        months: z.array(z.strictObject({ ...proven, due: day.optional(), jobs: jobs.optional() })),
        payments,
      }),
    ])
    .describe('the record of a statement: statement --json, and what its other forms carry'),
} as const;
