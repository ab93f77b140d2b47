import { describe, expect, it } from 'vitest';
import { month, usd } from '../../test/worlds/charges.ts';
import { rulesOf } from '../core/policy/dated-rules.ts';
import { valuesUpTo } from '../core/policy/over-time.ts';
import { policyInForce } from './policy-in-force.ts';
import { readConfig } from './read-config.ts';

const PLANS = 'plans: [{ id: unlimited, term: monthly, list_price_usd: 20, stripe: [price_m], apple: ["1"] }]\n';

function config(more = '', plans = PLANS) {
  return readConfig(`version: 1\nfirst_month: 2026-08\n${plans}${more}`, 'revshare.yaml');
}

const closedUnder = (policy: ReturnType<typeof config> | null, ...months: string[]) =>
  months.map((each) => ({ month: month(each), policy, manifest: `reports/${each}/final/manifest.json` }));

describe('the policy that months are computed by (R14)', () => {
  it('is the configuration while no month is final', () => {
    const policy = config();
    expect(policyInForce(policy, [])).toBe(policy);
  });

  it('leaves final months what they were closed under, whatever is said of them now', () => {
    const closed = closedUnder(config(), '2026-08', '2026-09');
    const now = policyInForce(config('changes: [{ from: 2026-09, pool: { share: 0.6 } }]\n'), closed);
    const shares = ['2026-01', '2026-08', '2026-09', '2026-10'].map((of) => rulesOf(now, month(of)).share);
    expect(shares).toEqual(['0.51', '0.51', '0.51', '0.6']);
    expect(now.sinceLastFinal).toEqual({ undated: ['pool.share 0.51 -> 0.6'], unknown: null });
  });

  it('has nothing to tell of a date after the last final month, nor of a plan that is only planned or priced anew', () => {
    const closed = closedUnder(config(), '2026-08');
    const later = 'changes: [{ from: 2026-09, pool: { share: 0.6 }, recognition: { refunds: proportional } }]\n';
    const plans =
      'plans: [{ id: unlimited, term: monthly, list_price_usd: 22, stripe: [price_m, price_2], apple: ["1"] }, ' +
      '{ id: unlimited_pro, term: annual, list_price_usd: 498, google: ["a/b/c"] }]\n';
    const now = policyInForce(
      config(`${later}other_products: { apple: ["9"] }\nclose: { auto: true }\n`, plans),
      closed,
    );
    expect(now.sinceLastFinal).toEqual({ undated: [], unknown: null });
    // The price that August had is an earlier one, with or without a date.
    const [plan] = now.plans;
    expect(plan && valuesUpTo(plan.listPrice, month('2026-09'))).toEqual([usd('22'), usd('20')]);
  });

  it.each([
    ['pool: { payout_delay_days: 30 }\n', 'pool.payout_delay_days 45 -> 30'],
    ['recognition: { refunds: proportional }\n', 'recognition.refunds deferred-first -> proportional'],
    ['usage: { trial_jobs: exclude }\n', 'usage.trial_jobs count -> exclude'],
    [
      'usage: { excluded_models: [seedance*] }\n',
      'usage.excluded_models [gpt-image-2, happyhorse*, seedance*] -> [seedance*]',
    ],
    ['stripe: { shared_fees: all }\n', 'stripe.shared_fees prorate -> all'],
    ['close: { flux_limit: 0.5 }\n', 'close.flux_limit none -> 0.5'],
    ['payouts: { minimum_usd: { usdc: 50 } }\n', 'payouts.minimum_usd.usdc none -> 50'],
  ])('tells of %s', (more, difference) => {
    expect(policyInForce(config(more), closedUnder(config(), '2026-08')).sinceLastFinal.undated).toEqual([difference]);
  });

  it('tells of plans and products that are gone, and of those that moved', () => {
    const before = config(
      'other_products: { apple: ["9"] }\n',
      'plans: [{ id: a, term: monthly, list_price_usd: 20, apple: ["1", "2"] }, { id: b, term: annual, list_price_usd: 199, apple: ["3"] }]\n',
    );
    const after = config('', 'plans: [{ id: a, term: monthly, list_price_usd: 20, apple: ["1", "3", "9"] }]\n');
    expect(policyInForce(after, closedUnder(before, '2026-08')).sinceLastFinal.undated).toEqual([
      'other_products.apple 9 -> gone',
      'plans a monthly apple 2 -> gone',
      'plans b annual -> gone',
    ]);
  });

  it('says so when the last final month’s policy cannot be read: unknown is not unchanged', () => {
    const closed = [...closedUnder(config(), '2026-08'), ...closedUnder(null, '2026-09')];
    const now = policyInForce(config('pool: { share: 0.4 }\n'), closed);
    expect(now.sinceLastFinal.unknown?.why).toContain('reports/2026-09/final/manifest.json');
    expect(['2026-09', '2026-10'].map((of) => rulesOf(now, month(of)).share)).toEqual(['0.51', '0.4']);
  });

  it('says then all that the configuration says for that month: another rule is another policy', () => {
    const rulesOfConfig = (more = '', plans = PLANS) =>
      policyInForce(config(more, plans), closedUnder(null, '2026-08')).sinceLastFinal.unknown?.rules;
    expect(rulesOfConfig('pool: { share: 0.4 }\n')).toEqual([
      'first_month 2026-08',
      'pool.share 0.4',
      'pool.payout_delay_days 45',
      'recognition.refunds deferred-first',
      'usage.trial_jobs count',
      'usage.excluded_models [gpt-image-2, happyhorse*, seedance*]',
      'stripe.shared_fees prorate',
      'close.job_gap_hours 24',
      'other_products.stripe []',
      'other_products.apple []',
      'other_products.google []',
      'plans unlimited monthly id unlimited',
      'plans unlimited monthly term monthly',
      'plans unlimited monthly stripe [price_m]',
      'plans unlimited monthly apple [1]',
      'plans unlimited monthly google []',
    ]);
    const same = [
      rulesOfConfig('changes: [{ from: 2026-09, pool: { share: 0.6 } }]\n'),
      rulesOfConfig('close: { auto: true }\n'),
      rulesOfConfig('', PLANS.replace('list_price_usd: 20', 'list_price_usd: 22')),
    ];
    for (const each of same) expect(each).toEqual(rulesOfConfig());
    const others = [
      rulesOfConfig('pool: { share: 0.4 }\n'),
      rulesOfConfig('other_products: { apple: ["9"] }\n'),
      rulesOfConfig('', PLANS.replace('"1"', '"1", "2"')),
    ];
    for (const each of others) expect(each).not.toEqual(rulesOfConfig());
  });
});
