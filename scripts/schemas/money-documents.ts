import { z } from 'zod';
import { JOURNAL_FORMS } from '../../src/config/journal-forms.ts';
import {
  amount,
  count,
  day,
  dollars,
  exact,
  instant,
  month,
  sha256,
  share,
  spark,
  text,
  texts,
  wallet,
} from './values.ts';

const byProvider = z.strictObject({ stripe: dollars, apple: dollars, google: dollars, costs: dollars, all: dollars });
const side = z.strictObject({
  month,
  state: text,
  digest: text,
  net_revenue_usd: dollars,
  share,
  pool_usd: exact,
  carried_in_usd: exact,
  distributable_usd: dollars,
  distributed_usd: dollars,
  carried_out_usd: exact,
  wallets: count,
  lines: z.array(z.strictObject({ line: text, provider: text, amount_usd: amount })).describe('as in pool.csv'),
});
const fromTo = z.strictObject({ from: spark, to: spark });

const comparison = z.strictObject({
  from: side,
  to: side,
  net_revenue_usd: z.strictObject({
    from: byProvider,
    to: byProvider,
    difference: dollars,
    causes: z.array(byProvider.extend({ cause: text })),
  }),
  largest: z.array(z.strictObject({ cause: text, provider: text, charge: text, event: text, amount_usd: dollars })),
  pool_usd: z.strictObject({ by_net_revenue: exact, by_share: exact, by_carried_in: exact }),
  wallets: z.array(
    z.strictObject({
      wallet,
      render_spark: fromTo,
      earned_usd: fromTo,
      difference_usd: dollars,
      by_pool_usd: dollars,
      by_points_usd: dollars,
    }),
  ),
  notes: texts,
});

const walletSide = z.strictObject({
  distributable_usd: dollars,
  render_spark: spark,
  all_render_spark: spark,
  earned_usd: dollars,
});

/** A figure with what it is made of. */
const explained: z.ZodType = z.strictObject({
  label: text,
  amount: text.optional(),
  unit: text.optional(),
  formula: text.optional(),
  rule: text.optional(),
  rule_text: text.optional(),
  note: text.optional(),
  cell: z.strictObject({ file: text, row: count.nullable(), column: text, month: month.optional() }).optional(),
  source: z
    .strictObject({
      input: text.describe('SHA-256 of the input, or its beginning'),
      line: count,
      file: text.optional(),
      text: text.optional().describe('the row as it stands there'),
      header: text.optional(),
    })
    .optional(),
  get parts() {
    return z.array(explained).optional();
  },
  get factors() {
    return z.array(explained).optional();
  },
});

const total = z.strictObject({
  method: text,
  asset: text,
  lines: count,
  amount,
  pay_usd: dollars,
  fee_usd: dollars,
});
const change = z.strictObject({ wallet, detail: text, approved: text, now: text });
const batch = z.strictObject({
  month,
  batch: sha256,
  sequence: count,
  state: z.enum(['voided', 'prepared', 'released', 'partly-paid', 'paid']),
  prepared_at: instant,
  prepared_by: text,
  voided_at: instant.optional(),
  voided_by: text.optional(),
  void_reason: text.optional(),
  release: z
    .strictObject({
      act: text,
      digest: text,
      at: instant,
      by: text,
      valid_until: instant.optional(),
      reason: text.optional(),
    })
    .nullable(),
  lines: count,
  open_lines: count,
  totals: z.array(total),
  open: z.array(total),
});
const prepared = z.strictObject({
  done: z.enum(['prepared', 'already-prepared', 'preview', 'nothing-payable']),
  month,
  batch: sha256.nullable(),
  sequence: count,
  lines: count,
  totals: z.array(total),
  unpaid: z.array(z.strictObject({ wallet, balance_usd: dollars, reason: text })),
  changed_payees: z.array(change),
  objection: text.nullable().describe('of a preview: why preparing it is refused as it is'),
  release: text,
  digest: sha256.nullable(),
  valid_until: instant.nullable(),
  due: day,
  is_due: z.boolean(),
  pool_usd: exact,
  distributed_usd: dollars,
  differences: z.array(
    z.strictObject({
      wallet,
      detail: text.describe('first-payment, destination, method, currency, chain, or shared-destination'),
      before: text,
      now: text.describe('of a shared-destination: the destination, and up to three of the wallets it is shared with'),
    }),
  ),
  adjustments: z.array(z.strictObject({ wallet, month, amount_usd: dollars, by: text, at: instant, reason: text })),
});
const balance = z.strictObject({
  wallet,
  brought_forward_usd: dollars,
  earned_usd: dollars,
  adjustments_usd: dollars,
  paid_usd: dollars,
  fees_usd: dollars,
  carried_forward_usd: dollars,
  reserved_usd: dollars,
  ageing: z.array(z.strictObject({ month, amount_usd: dollars })),
  months_to_threshold: count.nullable(),
  reason: text,
});

/** What commands print about payouts, and about why figures are what they are. */
export const moneyDocuments = {
  comparison: comparison.describe('flux, bridge, restate: two accounts side by side'),
  whatif: comparison
    .extend({
      as_reported: side.nullable(),
      supposed: texts.optional(),
      charge_by_month: z.array(z.strictObject({ month, net_usd: dollars, supposed_usd: dollars, share })).optional(),
    })
    .describe('whatif: the month by another rule, or with something more'),
  'wallet-causes': z
    .strictObject({
      wallet,
      from: walletSide,
      to: walletSide,
      by_pool_usd: dollars,
      by_own_points_usd: dollars,
      by_points_of_others_usd: dollars,
    })
    .describe('flux --wallet: why it earned more or less'),
  explanation: z
    .strictObject({ asked: text, month, explanations: z.array(explained) })
    .describe('explain: a figure down to the rows of exports'),
  payouts: z
    .union([
      prepared,
      z.strictObject({
        month,
        final: z.boolean(),
        batches: z.array(batch),
        changed_payees: z.array(change),
        changed_files: texts.describe('of payout/, that are not what the books say'),
        balances: z.array(balance),
      }),
      z.strictObject({ done: z.literal('refused'), month, reasons: texts, changed_payees: z.array(change) }),
      z.strictObject({
        done: text,
        wallet,
        amount_usd: dollars,
        unreserved_usd: dollars,
        earned_usd: dollars.optional(),
      }),
      batch.extend({ done: z.enum(['released', 'already-released', 'cancelled', 'already-cancelled']) }),
      batch.extend({
        done: z.literal('recorded'),
        recorded: count,
        recorded_before: count,
        skipped: count,
        not_paid: texts,
        before_release: texts,
        taken_back_before: texts,
        other_months: texts,
        other_rows: count,
        changed_payees: z.array(change),
      }),
      batch
        .extend({
          done: text,
          reference: text,
          other_months: texts.describe('of which the same transfer is recorded as paid, and how that is put right'),
        })
        .describe('a receipt that was taken back'),
      z.strictObject({ done: text, month, batch: sha256 }).describe('a batch that was voided'),
    ])
    .describe('payouts MONTH: what it has, or what was done'),
  owed: z
    .strictObject({
      through: month.nullable(),
      totals: z.strictObject({
        owed_usd: dollars,
        overdue_usd: dollars,
        on_its_way_usd: dollars,
        reserved_usd: dollars,
        open_usd: dollars,
        below_minimum_usd: dollars,
      }),
      amounts: z.array(
        z.strictObject({
          month,
          wallet,
          owed_usd: dollars,
          due: day,
          overdue_usd: dollars,
          on_its_way_usd: dollars,
          reserved_usd: dollars,
          open_usd: dollars,
          reason: text,
          waits_since: text,
          months_without_points: count.nullable(),
          dormant: z.boolean(),
        }),
      ),
    })
    .describe('owed: what is owed to whom, by month earned'),
  journal: z
    .strictObject({
      month,
      for: z.enum(JOURNAL_FORMS),
      state: z.enum(['estimate', 'review', 'final']),
      files: texts,
      entries: count,
      rounding: z.strictObject({ lines: count, most_usd: amount.describe('US dollars in cents') }),
    })
    .describe('journal MONTH --for: the files for other books, and what rounding to cents was carried'),
} as const;
