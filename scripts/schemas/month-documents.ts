import { z } from 'zod';
import { amount, count, day, dollars, exact, gate, instant, month, sha256, spark, text, texts } from './values.ts';

const excluded = z.strictObject({
  reason: text,
  source: text,
  rows: count,
  amount_usd: dollars.optional(),
  render_spark: spark.optional(),
  paid_by: z.array(z.strictObject({ payment_model: text, rows: count, render_spark: spark })).optional(),
});
const exception = z.strictObject({
  code: text,
  file: text.nullable(),
  line: count.nullable(),
  what: text,
  remedy: text,
});
const decided = exception.extend({ decision: text, note: text, subject: text });

const closedMonth = z.strictObject({
  month,
  state: z.enum(['estimate', 'review', 'final']),
  net_revenue_usd: dollars,
  pool_usd: exact,
  carried_in_usd: exact,
  distributable_usd: dollars,
  distributed_usd: dollars,
  carried_out_usd: exact,
  platform_usd: exact,
  wallets: count,
  credited_jobs: count,
  credited_render_spark: spark,
  categories: z
    .array(z.strictObject({ category: text, models: count, jobs: count, render_spark: spark }))
    .optional()
    .describe('absent in months that an earlier version made final'),
  excluded: z.array(excluded),
  exceptions: z.array(exception),
  warnings: count,
  digest: sha256,
  payout_due: day,
  reports: texts.describe('relative to --out'),
});

const gap = z.strictObject({
  provider: text,
  source: text,
  category: text,
  currency: text,
  ours: amount,
  provider_amount: amount,
  unexplained: amount,
  rows_searched: count,
  tried_three: z.boolean(),
  sets_alike: text.nullable(),
  rows: z
    .array(
      z.strictObject({
        file: text,
        line: count,
        date: day.nullable(),
        amount,
        meaning: z.enum(['missing in theirs', 'dated in the neighbour period', 'missing in ours']),
      }),
    )
    .nullable(),
});

const passedOver = z.array(z.strictObject({ file: text, what: text, instead: text }));

const runTimes = {
  started_at: instant,
  as_of: text.nullable().describe('as --as-of had it'),
  duration_seconds: z.number(),
  program_version: text,
  exit_code: count,
};

const finalMonth = z.strictObject({
  month,
  digest: sha256,
  finalized_at: instant,
  finalized_by: text,
  manifest_sha256: sha256,
});

/** What commands print about a month, and about what was imported for it. */
export const monthDocuments = {
  month: closedMonth
    .extend({
      gates: z.array(gate).optional().describe('those that are not ok; absent of a final month'),
      gaps: z.array(gap).optional(),
    })
    .describe('reconcile: a month as it is computed'),
  finalize: z
    .discriminatedUnion('done', [
      z.strictObject({
        done: z.enum(['final', 'already-final']),
        document: closedMonth.extend({ exceptions: z.array(decided) }),
      }),
      z.strictObject({ done: z.literal('refused'), reasons: texts, gates: z.array(gate) }),
    ])
    .describe('finalize: the month that is final now, or why it is not'),
  run: z
    .union([
      z.strictObject({
        ...runTimes,
        month,
        state: z.enum(['estimate', 'review', 'final']),
        digest: sha256,
        net_revenue_usd: dollars,
        pool_usd: exact,
        distributed_usd: dollars,
        wallets: count,
        credited_jobs: count,
        warnings: count.optional().describe('absent of months that an earlier version made final'),
        exceptions: count,
        exceptions_by_code: z.record(text, count),
        gates: z.array(gate),
        finalized: z.boolean(),
        closed: z.boolean(),
        why_not: texts,
        reports: text,
        overdue_usd: dollars,
        overdue_wallets: count,
        imported: count,
        known: count,
        passed_over: passedOver,
      }),
      z.strictObject({
        ...runTimes,
        month: month.nullable(),
        finalized: z.literal(false),
        error: text,
        detail: text.optional(),
        problem_count: count.optional(),
        problems: z.array(
          z.strictObject({
            code: text,
            file: text,
            line: count.nullable(),
            column: count.nullable(),
            what: text,
            remedy: text,
          }),
        ),
      }),
    ])
    .describe('run: one line, whatever happened; with `error` nothing else is known'),
  status: z
    .strictObject({
      imports: z.array(
        z.strictObject({
          kind: text,
          name: text,
          sha256,
          rows: count,
          first: instant.nullable(),
          last: instant.nullable(),
          in_force: z.boolean(),
        }),
      ),
      final_months: z.array(finalMonth),
    })
    .describe('status: what was imported, and which months are final'),
  'month-status': z
    .strictObject({
      ...finalMonth.partial().shape,
      month,
      digest: sha256,
      state: z.enum(['estimate', 'review', 'final']),
      ready: z.boolean(),
      final_without_early_from: instant.optional(),
      gates: z.array(gate),
    })
    .describe('status MONTH: its gates'),
  'missing-files': z
    .strictObject({
      missing: z.array(
        z.strictObject({
          provider: text,
          part: text,
          from: day,
          to: day,
          file: text,
          available_from: instant,
          available: z.boolean().describe('it can be had now: neither later nor gone'),
          kept_until: instant.nullable(),
        }),
      ),
    })
    .describe('status --missing: files of the stores that open months lack'),
  import: z
    .strictObject({
      imported: z.array(z.strictObject({ name: text, kind: text, rows: count })),
      known: count,
      passed_over: passedOver,
    })
    .describe('import: what was taken'),
  exceptions: z
    .strictObject({
      month,
      state: text,
      open: count,
      decided: count,
      exceptions: z.array(
        decided.extend({ by: text, at: text, allowed: texts, cause: text, amount: text, unit: text }),
      ),
      groups: z.array(
        z.strictObject({
          code: text,
          cause: text,
          decision: text,
          note: text,
          exceptions: count,
          amounts: z.array(z.strictObject({ amount, unit: text })),
        }),
      ),
    })
    .describe('exceptions MONTH'),
  decisions: z
    .strictObject({
      decided: z.array(z.strictObject({ code: text, subject: text, decision: text, note: text })),
      unchanged: count,
      open: count,
      patterns: z.array(
        z.strictObject({
          code: text,
          subject: text,
          cause: text,
          decision: text,
          exceptions: count,
          decided_otherwise: count,
        }),
      ),
    })
    .describe('exceptions MONTH --apply: what was decided'),
  withdrawn: z
    .union([
      z.strictObject({ refused: text }),
      z.strictObject({
        withdrawn: z.strictObject({ code: text, subject: text }),
        decisions: count,
        settled: count.describe('those that final months have used: they stay'),
      }),
    ])
    .describe('exceptions MONTH --withdraw'),
} as const;
