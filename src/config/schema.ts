import { z } from 'zod';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DECIMAL = /^\d+(\.\d{1,6})?$/;
const HOURS = /^[1-9]\d{0,3}$/;
const SECONDS = /^\d{1,6}$/;
const CONNECTION = /^(postgres(ql)?:\/\/\S+|env:[A-Za-z_][A-Za-z0-9_]*)$/;
const TABLE = /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?$/;
const SHARE = /^(0(\.\d{1,18})?|1(\.0+)?)$/;

const text = z.string({ error: 'must be a text' });
const texts = z.array(text, { error: 'must be a list' });
const money = text.regex(DECIMAL, 'must be an amount like 20.00');
const products = { stripe: texts.default([]), apple: texts.default([]), google: texts.default([]) };

const plan = z.strictObject({
  id: text.min(1, 'must not be empty'),
  term: z.enum(['monthly', 'annual'], { error: 'must be monthly or annual' }),
  list_price_usd: money,
  ...products,
});

/** revshare.yaml (see README.md). Every scalar is a string, so 0.51 stays 0.51. */
export const configSchema = z.strictObject({
  version: z.literal('1', { error: 'must be 1' }),
  first_month: text.regex(MONTH, 'must be a month like 2026-08'),
  pool: z
    .strictObject({
      share: text.regex(SHARE, 'must be a share between 0 and 1, such as 0.51').default('0.51'),
      payout_delay_days: text.regex(/^\d{1,3}$/, 'must be a number of days').default('45'),
    })
    .prefault({}),
  recognition: z
    .strictObject({
      refunds: z
        .enum(['deferred-first', 'proportional'], { error: 'must be deferred-first or proportional' })
        .default('deferred-first'),
    })
    .prefault({}),
  usage: z
    .strictObject({
      trial_jobs: z.enum(['count', 'exclude'], { error: 'must be count or exclude' }).default('count'),
      excluded_models: texts.default(['gpt-image-2', 'seedance*', 'happyhorse*']),
      source: z
        .strictObject({
          connection: text.regex(CONNECTION, 'must be like postgres://user@host/database, or env:NAME'),
          table: text.regex(TABLE, 'must be a table like schema.jobs'),
          timeout_seconds: text.regex(SECONDS, 'must be a number of seconds, 0 for no limit').default('3600'),
        })
        .optional(),
    })
    .prefault({}),
  stripe: z
    .strictObject({
      shared_fees: z.enum(['prorate', 'all', 'none'], { error: 'must be prorate, all or none' }).default('prorate'),
    })
    .prefault({}),
  close: z
    .strictObject({
      flux_limit: text.regex(DECIMAL, 'must be a fraction such as 0.25').optional(),
      job_gap_hours: text.regex(HOURS, 'must be a number of hours, 1 to 9999').default('24'),
      auto: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
    })
    .prefault({}),
  plans: z.array(plan, { error: 'must be a list of plans' }).min(1, 'must name at least one plan'),
  other_products: z.strictObject(products).prefault({}),
  payouts: z
    .strictObject({
      default_method: text.optional(),
      minimum_usd: z.record(z.string(), money).optional(),
    })
    .optional(),
});

export type WrittenConfig = z.infer<typeof configSchema>;
