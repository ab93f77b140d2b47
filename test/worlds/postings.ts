import { monthOf } from '../../src/core/month/month.ts';
import type { Posting } from '../../src/core/revenue/posting.ts';

const OCTOBER = monthOf(2026, 10);

/** For unit tests of what is made of postings: a Stripe charge's of October 2026, of nothing, but for what a test gives. */
export function posting(fields: Partial<Posting> = {}): Posting {
  return {
    month: OCTOBER,
    originalMonth: OCTOBER,
    entry: 'charge',
    provider: 'stripe',
    charge: 'ch_1',
    line: '',
    kind: 'charge',
    event: '',
    plan: 'unlimited',
    coverage: null,
    scheduled: true,
    amounts: { gross: 0n, tax: 0n, fee: 0n },
    currency: 'USD',
    rate: null,
    source: { input: 'a', line: 2 },
    ...fields,
  };
}
