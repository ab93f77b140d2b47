import { z } from 'zod';
import {
  MONTHS_OF_HISTORY,
  STATEMENT_LAYOUTS,
  type StatementLayout,
  type StatementRecord,
} from '../core/statement/statement-record.ts';
import { CATEGORIES } from '../core/usage/categories.ts';

const text = z.string();
const micro = z.string().regex(/^-?\d{1,30}\.\d{6}$/);
const exact = z.string().regex(/^-?\d{1,60}(\.\d{1,100})?$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const wallet = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

const line = { jobs: count, renderSpark: micro };

const proven = {
  statement: z.strictObject({
    published: z.strictObject({
      month,
      state: z.enum(['estimate', 'review', 'final']),
      digest: hash,
      share: exact,
      netRevenueUsd: micro,
      poolUsd: exact,
      carriedInUsd: exact,
      distributableUsd: micro,
      creditedRenderSpark: micro,
      netRevenueByShare: z
        .array(z.strictObject({ share: exact, netRevenueUsd: micro }))
        .max(1000)
        .exactOptional(),
    }),
    wallet,
    payout: z.record(text, text).refine(({ jobs = '0', render_spark = '0.000000', earned_usd = '0.000000' }) => {
      return /^\d{1,15}$/.test(jobs) && micro.safeParse(render_spark).success && micro.safeParse(earned_usd).success;
    }),
    workers: z.array(z.strictObject({ network: text, nft: text, ...line, earnedUsd: micro })),
    models: z.array(z.strictObject({ model: text, ...line, category: z.enum(CATEGORIES).exactOptional() })),
    late: z.array(z.strictObject({ originalMonth: month, ...line })),
    excluded: z.array(z.strictObject({ reason: text, ...line })),
  }),
  proof: z.strictObject({ root: hash, leaves: count, index: count, path: z.array(hash).max(64) }),
  manifestSha256: hash,
};

const account = z.strictObject({
  broughtForwardUsd: micro,
  earnedUsd: micro,
  adjustmentsUsd: micro,
  paidUsd: micro,
  feesUsd: micro,
  carriedForwardUsd: micro,
  reservedUsd: micro,
  onItsWayUsd: micro.exactOptional(),
  reason: text,
  monthsToMinimum: count.nullable(),
  minimumUsd: micro.nullable().exactOptional(),
  missingUsd: micro.nullable().exactOptional(),
  ageing: z.array(z.strictObject({ month, amountUsd: micro })),
  adjustments: z.array(z.strictObject({ amountUsd: micro, reason: text })),
});

const terms = z.strictObject({ due: z.iso.date(), payer: text, contact: text });

const payments = z.array(
  z.strictObject({
    month,
    sentAt: text,
    method: text,
    destination: text,
    currency: text,
    amount: text,
    paidUsd: micro,
    feeUsd: micro,
    rate: text,
    reference: text,
  }),
);

const layout = { revshare_statement: z.literal([...STATEMENT_LAYOUTS]) };

const history = z.array(z.strictObject({ month, earnedUsd: micro })).max(MONTHS_OF_HISTORY);

const jobs = z.strictObject({
  sha256: hash,
  list: z.array(z.strictObject({ jobId: text, day: z.iso.date(), model: text, renderSpark: micro })),
});

const days = z.array(z.strictObject({ day: z.iso.date(), ...line })).max(31);

const recordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...layout,
    ...proven,
    kind: z.literal('month'),
    terms: terms.exactOptional(),
    history,
    account: account.nullable(),
    payments,
    days: days.exactOptional(),
    jobs: jobs.exactOptional(),
  }),
  z.strictObject({
    ...layout,
    kind: z.literal('year'),
    year: z.string().regex(/^\d{4}$/),
    wallet,
    months: z.array(z.strictObject({ ...proven, due: z.iso.date().exactOptional(), jobs: jobs.exactOptional() })),
    payments,
  }),
]);

/** The record that a statement carries, and the layout that it was written in. */
export interface ReadRecord {
  readonly layout: StatementLayout;
  readonly record: StatementRecord;
}

/**
 * Reads the record that a statement carries. Its keys stay in the order in which they stand: the record is written
 * again to be compared. Null when it is none.
 */
export function readStatementRecord(json: string): ReadRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (!recordSchema.safeParse(value).success) return null;
  const { revshare_statement, ...record } = value as { revshare_statement: StatementLayout } & StatementRecord;
  return { layout: revshare_statement, record };
}
