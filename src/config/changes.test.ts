import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { month, usd } from '../../test/worlds/charges.ts';
import { addMonths, formatMonth } from '../core/month/month.ts';
import { rulesOf } from '../core/policy/dated-rules.ts';
import { inForce } from '../core/policy/over-time.ts';
import { InvalidInput } from '../problems/problem.ts';
import type { Policy } from './policy.ts';
import { readConfig } from './read-config.ts';
import { configOf, earlierRules, writtenIn, writtenOverTime } from './written-policy.ts';

const HEAD = `version: 1
first_month: 2026-08
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_m] }
  - { id: unlimited, term: annual, list_price_usd: 199.00, stripe: [price_y] }
`;

function configured(...changes: readonly string[]): Policy {
  const list = changes.map((change) => `  - { ${change} }\n`).join('');
  return readConfig(`${HEAD}${changes.length === 0 ? '' : `changes:\n${list}`}`, 'revshare.yaml');
}

function faultsOf(...changes: readonly string[]): string[] {
  try {
    configured(...changes);
  } catch (error) {
    if (error instanceof InvalidInput) {
      return error.problems.map(({ place, message }) => `${place.line}: ${message}`);
    }
    throw error;
  }
  return [];
}

describe('changes in revshare.yaml (R14)', () => {
  it('hold from their month on, and leave the rest', () => {
    const policy = configured(
      'from: 2027-03, pool: { share: 0.550 }, recognition: { refunds: proportional }',
      'from: 2027-03, stripe: { shared_fees: none }',
      'from: 2027-06, usage: { trial_jobs: exclude, excluded_models: ["veo*"] }',
      'from: 2027-07, plan: { id: unlimited, term: monthly, list_price_usd: 22.00 }',
    );
    const before = { share: '0.51', refunds: 'deferred-first', sharedFees: 'prorate', trialJobs: 'count' };
    const march = { share: '0.55', refunds: 'proportional', sharedFees: 'none', trialJobs: 'count' };
    expect(rulesOf(policy, month('2020-01'))).toMatchObject(before);
    expect(rulesOf(policy, month('2027-02'))).toMatchObject(before);
    expect(rulesOf(policy, month('2027-03'))).toMatchObject(march);
    expect(rulesOf(policy, month('2027-06'))).toEqual({ ...march, trialJobs: 'exclude', excludedModels: ['veo*'] });
    const prices = ['2027-06', '2027-07'].map((of) =>
      policy.plans.map(({ listPrice }) => inForce(listPrice, month(of))),
    );
    expect(prices).toEqual([
      [usd('20.00'), usd('199.00')],
      [usd('22.00'), usd('199.00')],
    ]);
  });

  it.each([
    ['from: 2027-13, pool: { share: 0.5 }', '7: changes.0.from must be a month like 2027-03'],
    ['from: 2027-03, pool: { share: 0.5100000000000000001 }', '7: changes.0.pool.share must have at most 18 decimals'],
    ['from: 2027-03, pool: { share: 51 }', '7: changes.0.pool.share must be a share between 0 and 1, such as 0.51'],
    ['pool: { share: 0.5 }', '7: changes.0.from is missing'],
    ['from: 2027-03, pool: { shares: 0.5 }', '7: changes.0.pool.shares is not a known key; did you mean share?'],
    [
      'from: 2027-03, pool: { payout_delay_days: 30 }',
      '7: changes.0.pool.payout_delay_days is nothing that a change takes: it takes pool.share, recognition.refunds, ' +
        'usage.trial_jobs, usage.excluded_models, stripe.shared_fees or plan (its list price)',
    ],
    [
      'from: 2027-03',
      '7: changes.0 changes nothing: name pool.share, recognition.refunds, usage.trial_jobs, usage.excluded_models, ' +
        'stripe.shared_fees or plan (its list price)',
    ],
    [
      'from: 2026-07, pool: { share: 0.5 }',
      '7: changes.0.from 2026-07 is before first_month 2026-08: what holds from the beginning stands above changes',
    ],
    [
      'from: 2027-03, plan: { id: unlimted, term: monthly, list_price_usd: 22 }',
      '7: changes.0.plan names unlimted monthly, which is no plan of plans',
    ],
    ['from: 2027-03, plan: { id: unlimited, list_price_usd: 22 }', '7: changes.0.plan.term is missing'],
  ])('refuses %s', (change, fault) => {
    expect(faultsOf(change)).toEqual([fault]);
  });

  it('refuses a wrong order and what is said twice, all at once', () => {
    expect(
      faultsOf(
        'from: 2027-03, pool: { share: 0.5 }',
        'from: 2027-02, pool: { share: 0.6 }',
        'from: 2027-02, recognition: { refunds: proportional }, pool: { share: 0.7 }',
      ),
    ).toEqual([
      '8: changes.1.from 2027-02 comes before 2027-03: changes stand in the order of their months',
      '9: changes.2.pool.share is said twice from 2027-02 on',
    ]);
  });

  it('takes a price from before first_month, which renewals may still be at', () => {
    const plan = 'plan: { id: unlimited, term: annual, list_price_usd: 180 }';
    expect(faultsOf(`from: 2025-01, ${plan}`)).toEqual([]);
  });

  it('that say what held already change nothing at all', () => {
    const same = configured(
      'from: 2026-08, pool: { share: 0.510 }, recognition: { refunds: deferred-first }',
      'from: 2027-01, usage: { trial_jobs: count }, stripe: { shared_fees: prorate }',
      'from: 2027-02, plan: { id: unlimited, term: monthly, list_price_usd: 20 }',
    );
    expect(same).toEqual(configured());
  });
});

const anyChange = fc.record({
  later: fc.integer({ min: 1, max: 3 }),
  what: fc.constantFrom(
    'pool: { share: 0.55 }',
    'pool: { share: 0.510 }',
    'recognition: { refunds: proportional }',
    'usage: { trial_jobs: exclude }',
    'usage: { excluded_models: [] }',
    'stripe: { shared_fees: all }',
    'plan: { id: unlimited, term: annual, list_price_usd: 240 }',
    'plan: { id: unlimited, term: annual, list_price_usd: 199 }',
  ),
});
const anyPolicy = fc.array(anyChange, { maxLength: 5 }).map((story) => {
  let from = month('2026-08');
  return configured(
    ...story.map(({ later, what }) => {
      from = addMonths(from, later);
      return `from: ${formatMonth(from)}, ${what}`;
    }),
  );
});
const anyMonth = fc.integer({ min: 0, max: 20 }).map((later) => addMonths(month('2026-08'), later));

describe('the policy as a manifest has it', () => {
  it('is the policy of its month, and gives all of it back', () => {
    fc.assert(
      fc.property(anyPolicy, anyMonth, (policy, of) => {
        const written = writtenIn(policy, of);
        const read = readConfig(JSON.stringify(configOf(written, writtenOverTime(policy))), 'manifest.json');
        expect(read.rules).toEqual(policy.rules);
        expect(read.plans).toEqual(policy.plans);
        expect(writtenIn({ ...read, written }, of)).toEqual(written);
        expect(writtenOverTime(read)).toEqual(writtenOverTime(policy));
        // Written above changes, it is the policy that is in force.
        const alone = readConfig(JSON.stringify(written), 'manifest.json');
        expect(alone.rules).toEqual({ first: rulesOf(policy, of), changes: [] });
      }),
    );
  });

  it('has in its digest no change that is only planned (R15)', () => {
    fc.assert(
      fc.property(anyPolicy, anyMonth, (policy, of) => {
        const changes = policy.rules.changes.filter(({ from }) => from <= of);
        const unplanned = { ...policy, rules: { ...policy.rules, changes } };
        expect([writtenIn(policy, of), earlierRules(policy, of)]).toEqual([
          writtenIn(unplanned, of),
          earlierRules(unplanned, of),
        ]);
      }),
    );
  });
});
