import type { ProofPolicy } from './second-opinion.ts';

/** One row of one file, and since when it is known: before the first close (0), or after so many of them. */
export interface Piece {
  /** The file as the store or the operator names it, without what a later download adds to its name. */
  readonly file: string;
  readonly line: string;
  readonly known: number;
  /** After so many closes the file lacks it. */
  readonly gone?: number;
}

/** A world: what the policy says, which months are closed one after another, and all rows. */
export interface ProofWorld {
  readonly seed: number;
  readonly policy: ProofPolicy;
  /** Closed in this order, from the first month on. */
  readonly closes: readonly string[];
  /** The open months that are looked at in the end. */
  readonly looks: readonly string[];
  readonly pieces: readonly Piece[];
}

const EARNINGS =
  'Description,Transaction Date,Transaction Time,Tax Type,Transaction Type,Refund Type,Product Title,Product id,' +
  'Product Type,Sku Id,Hardware,Buyer Country,Buyer State,Buyer Postal Code,Buyer Currency,Amount (Buyer Currency),' +
  'Currency Conversion Rate,Merchant Currency,Amount (Merchant Currency),Base Plan ID,Offer ID';

/** The head of each kind of file; a `#` stands for anything. */
const HEADS: readonly (readonly [begin: string, head: string, name: (file: string, stage: number) => string])[] = [
  [
    'stripe/ledger',
    'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id,' +
      'customer_facing_amount,customer_facing_currency',
    (file, stage) => `${file}-${stage}.csv`,
  ],
  [
    'stripe/invoices',
    'id,Amount Due,Currency,Customer,Date (UTC),Paid,Paid At (UTC),Finalized At (UTC),Minimum Line Item Period Start (UTC),' +
      'Maximum Line Item Period End (UTC),Period Start (UTC),Period End (UTC),Starting Balance,Ending Balance,Subscription,' +
      'Subtotal,Total Discount Amount,Tax,Total,Amount Paid,Status',
    (file, stage) => `${file}-${stage}.csv`,
  ],
  ['stripe/api', '', (file, stage) => `${file}-${stage}.jsonl`],
  [
    'apple/',
    [
      'Event Date	App Name	App Apple ID	Subscription Name	Subscription Apple ID	Subscription Group ID',
      'Standard Subscription Duration	Subscription Offer Name	Promotional Offer ID	Subscription Offer Type',
      'Subscription Offer Duration	Marketing Opt-In Duration	Customer Price	Customer Currency	Developer Proceeds',
      'Proceeds Currency	Preserved Pricing	Proceeds Reason	Client	Device	Country	Subscriber ID	Subscriber ID Reset',
      'Refund	Purchase Date	Units',
    ].join('\t'),
    (file) => `${file}.txt`,
  ],
  [
    // One file that each download replaces; the others have a file for what each download adds.
    'google/earnings',
    EARNINGS,
    (file) => `${file}.csv`,
  ],
  ['google/', EARNINGS, (file, stage) => `${file}-${stage}.csv`],
  [
    'jobs/log',
    'job_id,completed_at,status,payment_model,trialing,worker_wallet,subscriber_wallet,worker_account,subscriber_account,' +
      'model_id,render_spark,event_id,worker_type,worker_nft_id',
    (file, stage) => `${file}-${stage}.csv`,
  ],
  ['jobs/lines', '', (file, stage) => `${file}-${stage}.jsonl`],
  ['fx', 'date,from,to,rate,source', () => 'fx.csv'],
  ['costs', 'month,description,amount_usd,months', () => 'costs.csv'],
  ['links', 'wallet,account', () => 'wallet-links.csv'],
  ['participation', 'wallet,enabled_from,enabled_until', () => 'participation.csv'],
  [
    'opening',
    'provider,charge,plan,first_month,months,gross_usd,customer_tax_usd,provider_fee_usd',
    () => 'opening.csv',
  ],
  ['coverage', 'provider,from,to,note', () => 'coverage.csv'],
];

/** All files of a world as they lie there at a stage: texts by name. */
export function filesAt(world: ProofWorld, stage: number): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const piece of world.pieces.filter(({ known }) => known <= stage)) {
    const kind = HEADS.find(([begin]) => piece.file.startsWith(begin));
    if (kind === undefined) throw new Error(`no kind of file begins ${piece.file}`);
    const [, head, nameOf] = kind;
    const name = nameOf(piece.file, piece.known);
    const there = lines.get(name) ?? (head === '' ? [] : [head]);
    // A file of which all rows are gone still has its head.
    lines.set(name, piece.gone !== undefined && piece.gone <= stage ? there : [...there, piece.line]);
  }
  return new Map([...lines].map(([name, all]) => [name, `${all.join('\n')}\n`]));
}

/** The files at a stage, and those of each stage before it. */
export const knownAt = (world: ProofWorld, stage: number) => ({
  files: filesAt(world, stage),
  stage,
  before: Array.from({ length: stage }, (_, each) => filesAt(world, each)),
});

/** revshare.yaml of a policy, after so many closes. */
export function policyYaml(policy: ProofPolicy, stage: number): string {
  const [start, ...changes] = policy.changes;
  const texts = (list: readonly string[]): string => `[${list.map((each) => JSON.stringify(each)).join(', ')}]`;
  const { from, completed, notCompleted, subscription } = policy.said;
  const said =
    stage < from
      ? ''
      : `, statuses: { completed: ${texts(completed)}, not_completed: ${texts(notCompleted)} }, ` +
        `payment_models: { subscription: ${texts(subscription)} }`;
  const { times } = policy;
  const ofTimes =
    times === undefined ? '' : `, times: { zone: "${times.zone}"${times.seconds ? ', unix: seconds' : ''} }`;
  const lines = [
    'version: 1',
    `first_month: ${policy.firstMonth}`,
    `pool: { share: ${start?.share ?? '0.51'} }`,
    `recognition: { refunds: ${start?.refunds ?? 'deferred-first'} }`,
    `usage: { trial_jobs: ${start?.trialJobs ?? 'count'}, excluded_models: ${texts(start?.excludedModels ?? [])}${said}${ofTimes} }`,
    `stripe: { shared_fees: ${start?.sharedFees ?? 'prorate'} }`,
    'close: { job_gap_hours: 9000 }',
    'plans:',
    ...policy.plans.map(
      (plan) =>
        `  - { id: ${plan.id}, term: ${plan.term}, list_price_usd: ${plan.price}, stripe: ${texts(plan.stripe)}, ` +
        `apple: ${texts(plan.apple)}, google: ${texts(plan.google)} }`,
    ),
    `other_products: { stripe: ${texts(policy.otherStripe)}, apple: ${texts(policy.otherApple)}, google: ${texts(policy.otherGoogle)} }`,
  ];
  if (changes.length > 0) lines.push('changes:');
  for (const change of changes) {
    const what = [
      ...(change.share === undefined ? [] : [`pool: { share: ${change.share} }`]),
      ...(change.refunds === undefined ? [] : [`recognition: { refunds: ${change.refunds} }`]),
      ...(change.trialJobs === undefined ? [] : [`usage: { trial_jobs: ${change.trialJobs} }`]),
      ...(change.excludedModels === undefined ? [] : [`usage: { excluded_models: ${texts(change.excludedModels)} }`]),
      ...(change.sharedFees === undefined ? [] : [`stripe: { shared_fees: ${change.sharedFees} }`]),
      ...(change.plan === undefined
        ? []
        : [`plan: { id: ${change.plan.id}, term: ${change.plan.term}, list_price_usd: ${change.plan.price} }`]),
    ];
    lines.push(`  - { from: ${change.from}, ${what.join(', ')} }`);
  }
  return `${lines.join('\n')}\n`;
}
