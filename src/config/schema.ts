import { z } from 'zod';
import { expectedOf } from '../core/close/inputs/expected.ts';
import { ACCOUNT_ROLE_NAMES, ACCOUNT_ROLES, type AccountRole, accountFault } from '../core/journal/accounts.ts';
import {
  PAYMENT_ACCOUNTS,
  PAYMENT_ROLE_NAMES,
  type PaymentRole,
  paymentAccountFault,
} from '../core/journal/payment-accounts.ts';
import { PAYOUT_METHODS } from '../core/payout/ledger/method.ts';
import { forEveryProvider } from '../core/revenue/provider.ts';
import { NAMED_CATEGORIES, USUAL_CATEGORIES } from '../core/usage/categories.ts';
import { USUAL_THRESHOLDS } from '../core/usage/signal-thresholds.ts';
import { checksumFault, isZeroAddress } from '../core/wallet/checksum-address.ts';
import { hooksSchema } from './hooks.ts';
import { quickbooksSchema, xeroSchema } from './journal-forms.ts';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DECIMAL = /^\d+(\.\d{1,6})?$/;
const HOURS = /^[1-9]\d{0,3}$/;
const WHOLE = /^(\d|1[0-8])$/;
const FRACTION = /^0(\.\d{1,6})?$/;
const SECONDS = /^\d{1,6}$/;
const CONNECTION = /^(postgres(ql)?:\/\/\S+|env:[A-Za-z_][A-Za-z0-9_]*)$/;
const TABLE = /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?$/;
const OFFSET = /^(UTC|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const THRESHOLD = /^[1-9]\d{0,5}$/;
const THRESHOLD_OR_NONE = /^(0|[1-9]\d{0,5})$/;
const PERCENT = /^([1-9]\d?|100)$/;
const SHARE = /^(0(\.\d{1,18})?|1(\.0+)?)$/;

const text = z.string({ error: 'must be a text' });
const texts = z.array(text, { error: 'must be a list' });
const values = z.array(text.regex(/\S/, 'must not be empty'), { error: 'must be a list' });
const money = decimal(DECIMAL, 'must be an amount like 20.00', 6);
const products = forEveryProvider(() => texts.default([]));

const share = decimal(SHARE, 'must be a share between 0 and 1, such as 0.51', 18);
/** A decimal of a form; one that has it but for further decimals is told what it may have. */
function decimal(form: RegExp, message: string, most: number): z.ZodString {
  const hasForm = (written: string): boolean => form.test(written.replace(new RegExp(`([.]\\d{${most}})\\d+$`), '$1'));
  const error = ({ input }: { readonly input?: unknown }): string =>
    typeof input === 'string' && hasForm(input) ? `must have at most ${most} decimals` : message;
  return text.regex(form, { error });
}

const refunds = z.enum(['deferred-first', 'proportional'], { error: 'must be deferred-first or proportional' });
const trialJobs = z.enum(['count', 'exclude'], { error: 'must be count or exclude' });
const sharedFees = z.enum(['prorate', 'all', 'none'], { error: 'must be prorate, all or none' });
const term = z.enum(['monthly', 'annual'], { error: 'must be monthly or annual' });

const plan = z.strictObject({
  id: text.min(1, 'must not be empty'),
  term,
  list_price_usd: money,
  low_charge: z.enum(['monthly', 'yearly'], { error: 'must be monthly or yearly' }).optional(),
  ...products,
});

/** Patterns of models by category, each with the network's own families. */
const categories = z.strictObject(
  Object.fromEntries(NAMED_CATEGORIES.map((name) => [name, values.default([...USUAL_CATEGORIES[name]])])) as Record<
    (typeof NAMED_CATEGORIES)[number],
    ReturnType<typeof values.default>
  >,
);

/** From when on use stands out (docs/signals.md). */
const signals = z.strictObject({
  day_jobs: threshold(USUAL_THRESHOLDS.dayJobs),
  day_times: threshold(USUAL_THRESHOLDS.dayTimes),
  hour_jobs: threshold(USUAL_THRESHOLDS.hourJobs),
  hour_times: threshold(USUAL_THRESHOLDS.hourTimes),
  pool_percent: text.regex(PERCENT, 'must be a whole number, 1 to 100').default(String(USUAL_THRESHOLDS.poolPercent)),
  pool_times: threshold(USUAL_THRESHOLDS.poolTimes),
  unpaid_jobs: text
    .regex(THRESHOLD_OR_NONE, 'must be a whole number, 0 to 999999')
    .default(String(USUAL_THRESHOLDS.unpaidJobs)),
});

function threshold(usual: number) {
  return text.regex(THRESHOLD, 'must be a whole number, 1 to 999999').default(String(usual));
}

/** Every role of the journal with its account. */
const accounts = z.strictObject(
  Object.fromEntries(ACCOUNT_ROLE_NAMES.map((role) => [role, account(role)])) as Record<
    AccountRole,
    ReturnType<typeof account>
  >,
);

/** The same of the payment journal. */
const paymentAccounts = z.strictObject(
  Object.fromEntries(PAYMENT_ROLE_NAMES.map((role) => [role, paymentAccountOf(role)])) as Record<
    PaymentRole,
    ReturnType<typeof paymentAccountOf>
  >,
);

function account(role: AccountRole) {
  return accountText((name) => accountFault(role, name)).default(ACCOUNT_ROLES[role].account);
}

function paymentAccountOf(role: PaymentRole) {
  return accountText((name) => paymentAccountFault(role, name)).default(PAYMENT_ACCOUNTS[role]);
}

function accountText(faultOf: (name: string) => string | null) {
  return text.superRefine((name, context) => {
    const fault = faultOf(name);
    if (fault !== null) context.addIssue({ code: 'custom', message: `must ${fault}` });
  });
}

const method = z.strictObject({
  fee_fixed_usd: money.optional(),
  fee_proportion: decimal(FRACTION, 'must be a fraction below 1, such as 0.02', 6).optional(),
  scale: text.regex(WHOLE, 'must be a number of decimals, 0 to 18').optional(),
});
const address = text.refine(
  (written) => checksumFault(written) === null,
  'must be an address, with the checksum of its letter case',
);
/** What is sent, or claimed from: of the zero address nothing is. */
const contractAddress = address.refine((written) => !isZeroAddress(written), 'must not be the zero address');
const token = method
  .extend({
    token: contractAddress.optional(),
    claim_contract: contractAddress.optional(),
    chain_id: text.regex(/^[1-9]\d{0,17}$/, 'must be the number of a chain').optional(),
  })
  .superRefine(({ token: sent, chain_id: chain, claim_contract: contract }, context) => {
    if (contract === undefined) return;
    const path = ['claim_contract'];
    if (sent === undefined || chain === undefined)
      context.addIssue({ code: 'custom', path, message: 'needs token and chain_id beside it' });
    if (sent?.toLowerCase() === contract.toLowerCase())
      context.addIssue({ code: 'custom', path, message: 'must not be the token, which pays no claims' });
  });

/** Nothing has a default here, so that a policy without payouts is written, and digested, as ever. */
const payouts = z.strictObject({
  payer: z.strictObject({ name: text, contact: text.optional() }).optional(),
  max_batch_usd: money.optional(),
  max_adjustment_usd: money.optional(),
  screening: z.enum(['required', 'optional'], { error: 'must be required or optional' }).optional(),
  countries: z
    .record(
      text.regex(/^([A-Z]{2}|other)$/, 'must be the two letters of a country, or other'),
      z.strictObject({
        hold: text.min(1, 'must say why').optional(),
        minimum_usd: money.optional(),
        tax_form: z.enum(['required', 'optional'], { error: 'must be required or optional' }).optional(),
      }),
    )
    .optional(),
  two_person: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  default_method: z.enum(PAYOUT_METHODS, { error: `must be ${PAYOUT_METHODS.join(', ')}` }).optional(),
  minimum_usd: z
    .strictObject({ usdc: money.optional(), sogni: money.optional(), spark: money.optional(), fiat: money.optional() })
    .optional(),
  methods: z
    .strictObject({
      usdc: token.optional(),
      sogni: token.optional(),
      spark: method.optional(),
      fiat: method.optional(),
    })
    .superRefine(({ usdc, sogni }, context) => {
      if (usdc?.chain_id !== sogni?.chain_id) return;
      const why = { token: 'they are two assets', claim_contract: 'a contract has one root' };
      for (const name of ['token', 'claim_contract'] as const) {
        if (usdc?.[name] === undefined || usdc[name].toLowerCase() !== sogni?.[name]?.toLowerCase()) continue;
        const message = `must not be that of usdc: ${why[name]}`;
        context.addIssue({ code: 'custom', path: ['sogni', name], message });
      }
    })
    .optional(),
});

/** What changes from a month on (R14). Nothing has a default: what is not named stays as it was. */
const change = z.strictObject({
  from: text.regex(MONTH, 'must be a month like 2027-03'),
  pool: z.strictObject({ share: share.optional() }).optional(),
  recognition: z.strictObject({ refunds: refunds.optional() }).optional(),
  usage: z.strictObject({ trial_jobs: trialJobs.optional(), excluded_models: texts.optional() }).optional(),
  stripe: z.strictObject({ shared_fees: sharedFees.optional() }).optional(),
  plan: z.strictObject({ id: text, term, list_price_usd: money }).optional(),
});

/** A kind of input, or a provider: whole, or a part of it. */
const expected = text.refine(
  (written) => expectedOf(written) !== null,
  'must be a kind of input such as costs, or a provider such as stripe, stripe:eur, apple:VENDOR, google:PROFILE',
);

/** revshare.yaml (see docs/configuration.md). Every scalar is a string, so 0.51 stays 0.51. */
export const configSchema = z.strictObject({
  version: z.literal('1', { error: 'must be 1' }),
  first_month: text.regex(MONTH, 'must be a month like 2026-08'),
  pool: z
    .strictObject({
      share: share.default('0.51'),
      payout_delay_days: text.regex(/^\d{1,3}$/, 'must be a number of days').default('45'),
    })
    .prefault({}),
  recognition: z
    .strictObject({
      refunds: refunds.default('deferred-first'),
    })
    .prefault({}),
  usage: z
    .strictObject({
      trial_jobs: trialJobs.default('count'),
      excluded_models: texts.default(['gpt-image-2', 'seedance*', 'happyhorse*']),
      // Nothing has a default here, so that a policy without them is written, and digested, as ever.
      statuses: z.strictObject({ completed: values.optional(), not_completed: values.optional() }).optional(),
      payment_models: z
        .strictObject({ subscription: values.optional(), not_subscription: values.optional() })
        .optional(),
      times: z
        .strictObject({
          zone: text
            .regex(OFFSET, 'must be UTC or an offset such as +02:00: a zone that changes its offset has an hour twice')
            .optional(),
          unix: z.enum(['seconds', 'milliseconds'], { error: 'must be seconds or milliseconds' }).optional(),
        })
        .optional(),
      categories: categories.prefault({}),
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
      shared_fees: sharedFees.default('prorate'),
    })
    .prefault({}),
  close: z
    .strictObject({
      flux_limit: decimal(DECIMAL, 'must be a fraction such as 0.25', 6).optional(),
      job_gap_hours: text.regex(HOURS, 'must be a number of hours, 1 to 9999').default('24'),
      auto: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
    })
    .prefault({}),
  signals: signals.prefault({}),
  expects: z.array(expected, { error: 'must be a list of kinds of input and providers' }).default([]),
  journal: z
    .strictObject({
      detail: z.enum(['charge', 'summary'], { error: 'must be charge or summary' }).default('charge'),
      accounts: accounts.prefault({}),
      payment_accounts: paymentAccounts.prefault({}),
      quickbooks: quickbooksSchema,
      xero: xeroSchema,
    })
    .prefault({}),
  plans: z.array(plan, { error: 'must be a list of plans' }).min(1, 'must name at least one plan'),
  other_products: z.strictObject(products).prefault({}),
  payouts: payouts.optional(),
  hooks: hooksSchema,
  changes: z.array(change, { error: 'must be a list of changes' }).optional(),
});

export type WrittenConfig = z.infer<typeof configSchema>;
export type WrittenChange = z.infer<typeof change>;
