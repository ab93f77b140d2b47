import { describe, expect, it } from 'vitest';
import { month, usd } from '../../test/worlds/charges.ts';
import { DEFAULT_ACCOUNTS } from '../core/journal/accounts.ts';
import { PAYMENT_ACCOUNTS } from '../core/journal/payment-accounts.ts';
import { always } from '../core/policy/over-time.ts';
import { USUAL_CATEGORIES } from '../core/usage/categories.ts';
import { USUAL_THRESHOLDS } from '../core/usage/signal-thresholds.ts';
import { InvalidInput, type Problem } from '../problems/problem.ts';
import { readConfig } from './read-config.ts';
import { BLANK, configTemplate } from './template.ts';

const PLANS = `plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_m], apple: ["6400000001"] }
  - { id: unlimited, term: annual, list_price_usd: 199, google: ["ai.app.pkg/unlimited/annual"] }
`;
const HEAD = 'version: 1\nfirst_month: 2026-08\n';

function problemsOf(text: string): readonly Problem[] {
  try {
    readConfig(text, 'revshare.yaml');
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('the configuration was read without a problem');
}

describe('a password in revshare.yaml', () => {
  it.each([
    ['in an address', 'connection: postgres://clerk:right-horse@localhost/jobs'],
    ['as a parameter', 'connection: "postgres://localhost/jobs?user=clerk&password=right-horse"'],
    ['as a parameter whose name is encoded', 'connection: "postgres://localhost/jobs?p%61ssword=right-horse"'],
    ['in key=value form', 'connection: "host=localhost user=clerk password=right-horse"'],
    ['quoted there', `connection: "host=localhost password='right-horse'"`],
    ['in an array', 'connection: [localhost, clerk, right-horse]'],
    ['under a wrong name', 'conection: "localhost clerk right-horse"'],
    ['as a key', 'connection: x, "postgres://clerk:right-horse@localhost/jobs": y'],
    ['in what is no YAML', 'connection: "right-horse'],
  ])('is never shown: %s', (_, written) => {
    const text = `${HEAD}${PLANS}usage: { source: { ${written}, table: 7 }, trial_jobs: bogus }\n`;
    expect(JSON.stringify(problemsOf(text))).not.toContain('right-horse');
  });

  it('is never shown where it stands on lines of its own', () => {
    const source = 'usage:\n  source:\n    connection: >-\n      host=db\n      right-horse\n    extra: right-horse\n';
    expect(JSON.stringify(problemsOf(HEAD + PLANS + source))).not.toContain('right-horse');
  });

  it('hides no other line', () => {
    const [found] = problemsOf(`${HEAD}${PLANS}usage: { trial_jobs: bogus }\n`);
    expect(found?.place.excerpt).toBe('usage: { trial_jobs: bogus }');
  });
});

describe('revshare.yaml', () => {
  it('needs version, first_month and plans, and fills in the rest', () => {
    expect(readConfig(HEAD + PLANS, 'revshare.yaml')).toMatchObject({
      firstMonth: month('2026-08'),
      rules: always({
        share: '0.51',
        refunds: 'deferred-first',
        sharedFees: 'prorate',
        trialJobs: 'count',
        excludedModels: ['gpt-image-2', 'seedance*', 'happyhorse*'],
      }),
      payoutDelayDays: 45,
      plans: [
        {
          id: 'unlimited',
          term: 'monthly',
          listPrice: always(usd('20')),
          products: { stripe: ['price_m'], apple: ['6400000001'], google: [] },
        },
        { term: 'annual', listPrice: always(usd('199')), products: { google: ['ai.app.pkg/unlimited/annual'] } },
      ],
      otherProducts: { stripe: [], apple: [], google: [] },
    });
  });

  it('takes what statuses and payment models mean, as the lists compare them', () => {
    const usage = 'usage: { statuses: { completed: [" Done "] }, payment_models: { subscription: [Unlimited-Sub] } }\n';
    expect(readConfig(HEAD + usage + PLANS, 'revshare.yaml').listExtensions).toEqual({
      completed: ['done'],
      notCompleted: [],
      subscription: ['unlimited-sub'],
      notSubscription: [],
    });
    // What is not written is no part of the policy as written, nor of the digest.
    expect(JSON.stringify(readConfig(HEAD + PLANS, 'revshare.yaml').written)).not.toContain('statuses');
  });

  it('refuses a second meaning of a status or payment model', () => {
    const usage =
      'usage: { statuses: { completed: [Failed, done], not_completed: [DONE] }, payment_models: { subscription: [sogni] } }\n';
    expect(problemsOf(HEAD + usage + PLANS).map(({ message }) => message)).toEqual([
      "usage.statuses.completed: Failed is in the list the network's own not_completed already",
      'usage.statuses.not_completed: DONE is in the list completed already',
      "usage.payment_models.subscription: sogni is in the list the network's own not_subscription already",
    ]);
  });

  it('takes how jobs are looked at, each list and threshold by itself, and keeps it out of the policy as written', () => {
    const look = 'usage: { categories: { video: ["wan*", "veo*"] } }\nsignals: { day_jobs: 250, pool_percent: 10 }\n';
    const read = readConfig(HEAD + look + PLANS, 'revshare.yaml');
    expect(read.look.categories).toEqual({ ...USUAL_CATEGORIES, video: ['wan*', 'veo*'] });
    expect(read.look.thresholds).toEqual({ ...USUAL_THRESHOLDS, dayJobs: 250, poolPercent: 10 });
    // No figure depends on it, so neither does the digest.
    expect(read.written).toEqual(readConfig(HEAD + PLANS, 'revshare.yaml').written);
    const wrong = 'usage: { categories: { vidoe: [] } }\nsignals: { day_jobs: 0, pool_percent: 101, day_job: 3 }\n';
    expect(problemsOf(HEAD + wrong + PLANS).map(({ message }) => message)).toEqual([
      'usage.categories.vidoe is not a known key; did you mean video?',
      'signals.day_jobs must be a whole number, 1 to 999999',
      'signals.pool_percent must be a whole number, 1 to 100',
      'signals.day_job is not a known key; did you mean day_jobs?',
    ]);
  });

  it('says of a plan what a low charge for a year pays for, where that is written', () => {
    const written = PLANS.replace('term: annual,', 'term: annual, low_charge: monthly,');
    const [first, second] = readConfig(HEAD + written, 'revshare.yaml').plans;
    expect([first?.lowCharge, second?.lowCharge]).toEqual([undefined, 'monthly']);
    expect(readConfig(HEAD + PLANS, 'revshare.yaml').plans[1]).not.toHaveProperty('lowCharge');
  });

  it('has terms of every payout method, and writes none that were not written', () => {
    const policy = readConfig(
      `${HEAD}payouts: { default_method: usdc, minimum_usd: { usdc: 75 }, methods: { fiat: { fee_fixed_usd: 0.25, fee_proportion: 0.02, scale: 0 }, usdc: { token: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", chain_id: 8453 } } }\n${PLANS}`,
      'revshare.yaml',
    );
    const { fiat, usdc, sogni, spark } = policy.payouts.methods;
    expect(policy.payouts.defaultMethod).toBe('usdc');
    expect(fiat).toMatchObject({ asset: 'USD', scale: 0, minimumUsd: usd('25'), fee: { fixedUsd: usd('0.25') } });
    expect(fiat.fee.proportion?.toFixed()).toBe('0.02');
    expect(usdc).toMatchObject({ asset: 'USDC', scale: 6, minimumUsd: usd('75'), chainId: '8453' });
    expect(usdc.fee).toEqual({ fixedUsd: 0n, proportion: null });
    expect(sogni).toMatchObject({ asset: 'SOGNI', scale: 18, minimumUsd: usd('1'), token: null });
    expect(spark).toMatchObject({ asset: 'SPARK', scale: 2, minimumUsd: usd('0.5') });
    expect(readConfig(HEAD + PLANS, 'revshare.yaml')).toMatchObject({ payouts: { defaultMethod: null } });
    expect(readConfig(HEAD + PLANS, 'revshare.yaml').written).not.toHaveProperty('payouts');
  });

  it.each([
    ['default_method: cheque', 'payouts.default_method must be usdc, sogni, spark, fiat'],
    ['minimum_usd: { usd: 1 }', 'payouts.minimum_usd.usd is not a known key; did you mean usdc?'],
    ['methods: { usdc: { token: "0x12" } }', 'payouts.methods.usdc.token must be an address'],
    [
      'methods: { usdc: { token: "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed" } }',
      'must be an address, with the checksum',
    ],
    ['methods: { fiat: { fee_proportion: 1 } }', 'payouts.methods.fiat.fee_proportion must be a fraction below 1'],
    ['methods: { spark: { scale: 19 } }', 'payouts.methods.spark.scale must be a number of decimals, 0 to 18'],
    ['methods: { spark: { token: x } }', 'payouts.methods.spark.token is not a known key'],
  ])('refuses payouts with %s', (written, message) => {
    const problems = problemsOf(`${HEAD}payouts: { ${written} }\n${PLANS}`);
    expect(problems.map((each) => each.message).join('\n')).toContain(message);
  });

  it('keeps every scalar as it is written', () => {
    const policy = readConfig(`${HEAD}pool: { share: 0.510, payout_delay_days: 30 }\n${PLANS}`, 'revshare.yaml');
    expect(policy.rules.first.share).toBe('0.51');
    expect(policy.payoutDelayDays).toBe(30);
    // An id that YAML would take for a number or a truth value.
    const odd = readConfig(
      `${HEAD}plans: [{ id: yes, term: annual, list_price_usd: 1e1, stripe: [0123, no] }]\n`.replace('1e1', '1.10'),
      'f',
    );
    expect(odd.plans[0]).toMatchObject({
      id: 'yes',
      listPrice: always(usd('1.10')),
      products: { stripe: ['0123', 'no'] },
    });
  });

  it('two spellings of the same share are the same policy', () => {
    const share = (text: string) => readConfig(`${HEAD}pool: { share: ${text} }\n${PLANS}`, 'f').rules.first.share;
    expect([share('0.51'), share('0.5100'), share('1'), share('1.0'), share('0')]).toEqual([
      '0.51',
      '0.51',
      '1',
      '1',
      '0',
    ]);
  });

  it('refuses unknown keys with the nearest name, at their place', () => {
    const [problem, ...more] = problemsOf(`${HEAD}pool:\n  shares: 0.51\n${PLANS}`);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'invalid-config', place: { file: 'revshare.yaml', line: 4, column: 3 } });
    expect(problem?.message).toContain('pool.shares');
    expect(problem?.message).toContain('did you mean share?');
    expect(problemsOf(`${HEAD}${PLANS}zzzzzzzzz: 1\n`)[0]?.message).not.toContain('did you mean');
  });

  it('names all errors at once', () => {
    const messages = problemsOf(`version: 2
first_mnth: 2026-08
pool: { share: 1.5, payout_delay_days: soon }
recognition: { refunds: both }
usage: { trial_jobs: maybe }
stripe: { shared_fees: some }
plans:
  - { id: unlimited, term: weekly, list_price_usd: $20 }
`).map((each) => each.message);
    for (const part of [
      'version',
      'first_month is missing',
      'first_mnth is not a known key; did you mean first_month?',
      'pool.share',
      'pool.payout_delay_days',
      'recognition.refunds',
      'usage.trial_jobs',
      'stripe.shared_fees',
      'plans.0.term',
      'plans.0.list_price_usd',
    ])
      expect(messages.filter((message) => message.includes(part))).not.toEqual([]);
    expect(messages).toHaveLength(10);
  });

  it.each([
    ['a month that is none', HEAD.replace('08', '13') + PLANS],
    ['a negative share', `${HEAD}pool: { share: -0.1 }\n${PLANS}`],
    ['a share with an exponent', `${HEAD}pool: { share: 5e-1 }\n${PLANS}`],
    ['a share above 1', `${HEAD}pool: { share: 1.01 }\n${PLANS}`],
    ['no plans', `${HEAD}plans: []\n`],
    ['a key twice', `${HEAD}${HEAD}${PLANS}`],
    ['broken YAML', `${HEAD}plans: [\n`],
    ['nothing', ''],
    ['a list', '- a\n'],
    ['a list price of seven decimals', HEAD + PLANS.replace('20.00', '20.0000001')],
  ])('refuses %s', (_what, text) => {
    expect(problemsOf(text).map((each) => each.code)).toContain('invalid-config');
  });

  it('refuses a product in two plans', () => {
    const [problem] = problemsOf(HEAD + PLANS.replace('google: ["ai.app.pkg/unlimited/annual"]', 'stripe: [price_m]'));
    expect(problem?.message).toContain('price_m');
  });

  it('refuses a product in a plan and, word for word, in other_products', () => {
    const [named] = problemsOf(`${HEAD}${PLANS}other_products: { stripe: [price_pack, price_m] }\n`);
    expect(named?.message).toContain('price_m is in the plan unlimited monthly and in other_products');
    // A plan without a base plan is the same with an empty one.
    const [tailed] = problemsOf(
      `${HEAD}${PLANS.replace('ai.app.pkg/unlimited/annual', 'ai.app.pkg/pro/')}other_products: { google: ["ai.app.pkg/pro"] }\n`,
    );
    expect(tailed?.message).toContain('ai.app.pkg/pro is in the plan');
    // A pattern names many: what a plan names is the plan's.
    expect(() => readConfig(`${HEAD}${PLANS}other_products: { stripe: ["price_*"] }\n`, 'f')).not.toThrow();
  });

  it('names the accounts of the journal, and keeps them out of what the digest covers', () => {
    const plain = readConfig(HEAD + PLANS, 'f');
    expect(plain.journal).toEqual({ detail: 'charge', accounts: DEFAULT_ACCOUNTS });
    const accounts = '{ receivable: "Assets:Stores:{provider}", worker_share: "Expenses:Cost-of-Sales:1-Workers" }';
    const named = readConfig(`${HEAD}journal: { detail: summary, accounts: ${accounts} }\n${PLANS}`, 'f');
    expect(plain.paymentAccounts).toEqual(PAYMENT_ACCOUNTS);
    expect(named.journal.detail).toBe('summary');
    expect(named.journal.accounts).toEqual({
      ...DEFAULT_ACCOUNTS,
      receivable: 'Assets:Stores:{provider}',
      worker_share: 'Expenses:Cost-of-Sales:1-Workers',
    });
    expect(named.written).toEqual(plain.written);
  });

  it.each([
    ['receivable: "Income:Stores"', 'must begin with Assets, Liabilities or Equity'],
    ['refunds: "Assets:Refunds"', 'must begin with Income or Expenses'],
    ['refunds: "Refunds"', 'must be an account like Income:Refunds:{provider}'],
    ['refunds: "Income:refunds"', 'must be an account like'],
    ['refunds: "Income:Refunds given"', 'must be an account like'],
    ['refunds: "Income:Refunds:"', 'must be an account like'],
    ['refunds: "Income:{store}"', 'must be an account like'],
    ['worker_share: "Expenses:{provider}"', 'must not name a {provider}'],
    ['reciveable: "Assets:Stores"', 'is not a known key; did you mean receivable?'],
  ])('refuses the account %s', (account, message) => {
    const [problem, ...more] = problemsOf(`${HEAD}journal:\n  accounts:\n    ${account}\n${PLANS}`);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'invalid-config', place: { line: 5 } });
    expect(problem?.message).toContain(`journal.accounts.${account.split(':')[0]} `);
    expect(problem?.message).toContain(message);
  });

  it('reads the template that init writes', () => {
    const bare = { rules: { first: { share: '0.51' } }, payoutDelayDays: 45, expects: [] };
    expect(readConfig(configTemplate(BLANK, 'schema.json'), 'revshare.yaml')).toMatchObject(bare);
    const expects = [{ kind: 'costs' }, { provider: 'stripe', part: 'EUR' }];
    expect(
      readConfig(configTemplate({ ...BLANK, expects: ['costs', 'stripe:eur'] }, 'schema.json'), 'revshare.yaml'),
    ).toMatchObject({
      expects,
    });
  });
});
