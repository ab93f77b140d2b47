import { describe, expect, it } from 'vitest';
import { expectedOf } from './inputs/expected.ts';
import { isWrittenByPeople, knownKind } from './inputs/input-kind.ts';
import { partOf } from './inputs/provider-part.ts';

describe('names in revshare.yaml', () => {
  it('of parts fit their provider', () => {
    expect([partOf('stripe', ' eur '), partOf('stripe', 'euro'), partOf('stripe', '1eur')]).toEqual([
      'EUR',
      null,
      null,
    ]);
    expect([partOf('apple', '8001'), partOf('apple', 'x8001'), partOf('apple', '8001x')]).toEqual(['8001', null, null]);
    expect([partOf('google', '4471'), partOf('google', 'a4471'), partOf('google', '44-1')]).toEqual([
      '4471',
      null,
      null,
    ]);
    expect(partOf('job-log', '1')).toBeNull();
  });

  it('of what is expected are kinds of input, providers and their parts', () => {
    expect(expectedOf(' costs ')).toEqual({ kind: 'costs' });
    expect(expectedOf(' Stripe ')).toEqual({ provider: 'stripe', part: '' });
    expect(expectedOf('stripe:eur')).toEqual({ provider: 'stripe', part: 'EUR' });
    expect(expectedOf('stripe:eur:usd')).toBeNull();
    // Three letters in all, and no currency.
    expect(expectedOf('stripe:e:ur')).toBeNull();
    expect(expectedOf('stripe:')).toBeNull();
    expect(expectedOf('paypal')).toBeNull();
    expect(expectedOf('')).toBeNull();
  });

  it('of kinds are known, or nothing goes on', () => {
    expect(knownKind('job-log')).toBe('job-log');
    expect(() => knownKind('paypal')).toThrow('inputs of the kind "paypal" are not known');
    expect(isWrittenByPeople('payees')).toBe(true);
    expect(isWrittenByPeople('stripe-ledger')).toBe(false);
  });
});
