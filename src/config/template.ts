import { type FoundProduct, plansText } from './found-plans.ts';

const CONFIG_TEMPLATE = `# yaml-language-server: $schema=EDITOR_FILE
# The policy of the month close. Every figure of a report follows from this file and the inputs.
version: 1

# The first month that is shared. Earlier exports are history: they feed schedules and are never paid again.
first_month: FIRST_MONTH

CURRENCIESpool:
  share: SHARE              # the workers' share of a month's net subscription revenue
  payout_delay_days: 45    # payouts are due this many days after the month's last day

recognition:
  refunds: deferred-first  # or proportional

usage:
  trial_jobs: count        # jobs of trialing subscribers: count or exclude
  excluded_models: ["gpt-image-2", "seedance*", "happyhorse*"]
  # statuses:              # statuses of jobs that the network's own list does not have
  #   completed: [done]
  #   not_completed: [parked]
  # payment_models:        # and payment models: which of them the subscription pays
  #   subscription: [unlimited-sub]
  #   not_subscription: [gift]
  # source:                # where the jobs already lie in a table of PostgreSQL, or of an engine that speaks as it does
  #   connection: env:JOBS_DATABASE_URL  # or postgres://user@host/database
  #   table: public.jobs

stripe:
  shared_fees: prorate     # fees that serve the whole account: prorate, all or none

close:
  flux_limit: 0.25         # net revenue that changes by more than this fraction needs a reason; leave it out for no limit
  job_gap_hours: 24        # a longer stretch without any job row looks like a missing log
  auto: false              # true: revshare run makes a month final by itself when every gate is ok

# What every month has: kinds of input, and providers or parts of them. One that is not there opens a gate.
EXPECTS

journal:
  detail: charge           # entries for every charge; summary: one for all that are equal but for it
  accounts:                # docs/books.md lists every account; {provider} becomes Stripe, Apple or Google
    receivable: "Assets:Receivable:{provider}"
# How wallets are paid that payees.csv gives no method (usdc, sogni, spark or fiat; leave it out to pay only those that
# it names), and from which balance on.
payouts:
  default_method: METHOD
  minimum_usd: { usdc: 10.00, sogni: 1.00, spark: 0.50, fiat: 25.00 }

PLANS
# What changes from a month on, in the order of the months; the rest stays. Final months keep what they were closed under.
# changes:
#   - { from: 2027-03, pool: { share: 0.55 }, recognition: { refunds: proportional } }
#   - { from: 2027-06, plan: { id: unlimited, term: monthly, list_price_usd: 22.00 } }
`;

/** Where no product was found: what an entry looks like. */
const EXAMPLE_PLANS = `# What counts. Products: Stripe price ids, Apple's Subscription Apple IDs, Google package/sku/base-plan.
plans:
  - id: unlimited
    term: monthly
    list_price_usd: 20.00
    stripe: [price_REPLACE_unlimited_monthly]
    apple: ["0000000001"]
    google: ["com.example.app/unlimited/monthly"]
  - id: unlimited
    term: annual
    list_price_usd: 199.00
    stripe: [price_REPLACE_unlimited_annual]
    apple: ["0000000002"]
    google: ["com.example.app/unlimited/annual"]

# What is sold beside the plans and brings the pool nothing; * stands for any characters.
other_products:
  stripe: []
  apple: []
  google: ["com.example.app/spark.pack/*"]
`;

/** What a first configuration is made of; what is not known is left as the template has it. */
export interface TemplateFacts {
  /** Names for `expects`; empty when nothing is known yet. */
  readonly expects: readonly string[];
  readonly products: readonly FoundProduct[];
  readonly currencies: readonly string[];
  readonly firstMonth: string;
  readonly share: string;
  readonly defaultMethod: string;
}

/** What is written where nothing is known. */
export const BLANK: TemplateFacts = {
  ...{ expects: [], products: [], currencies: [], firstMonth: '2026-01', share: '0.51', defaultMethod: 'usdc' },
};

/**
 * What `revshare init` writes; a test reads it back.
 *
 * @param schema where an editor finds schemas/configuration.json
 */
export function configTemplate(facts: TemplateFacts, schema: string): string {
  const parts: Readonly<Record<string, string>> = {
    EDITOR_FILE: schema,
    EXPECTS: expectsLine(facts.expects),
    FIRST_MONTH: facts.firstMonth,
    SHARE: facts.share,
    METHOD: facts.defaultMethod,
    CURRENCIES: currenciesText(facts.currencies),
    PLANS: plansText(facts.products) ?? EXAMPLE_PLANS,
  };
  return CONFIG_TEMPLATE.replaceAll(
    /EDITOR_FILE|EXPECTS|FIRST_MONTH|SHARE|METHOD|CURRENCIES|PLANS/g,
    (name) => parts[name] ?? '',
  );
}

function expectsLine(expects: readonly string[]): string {
  const quoted = expects.map((name) => (name.includes(':') ? `"${name}"` : name)).join(', ');
  return expects.length > 0
    ? `expects: [${quoted}]`
    : '# expects: [fx, costs, wallet-links, participation, coverage, usage-control, "stripe:usd"]';
}

function currenciesText(currencies: readonly string[]): string {
  const foreign = currencies.filter((each) => each !== 'USD');
  return foreign.length === 0
    ? ''
    : `# The exports have amounts in ${foreign.join(', ')}: fx.csv needs a rate of each day that has some.\n\n`;
}
