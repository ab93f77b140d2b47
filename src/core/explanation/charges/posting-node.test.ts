import { describe, expect, it } from 'vitest';
import { outlined } from '../../../../test/judging/outlined.ts';
import { month, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import type { RevenueLine } from '../../close/net-revenue.ts';
import { type Components, NOTHING, netOf } from '../../money/components.ts';
import type { PostedRow } from './posted-row.ts';
import { postingNode } from './posting-node.ts';

const OCTOBER = month('2026-10');

function amounts(gross: string, tax = '0', fee = '0'): Components {
  return { gross: usd(gross), tax: usd(tax), fee: usd(fee) };
}

/** The second month of a quarter that was charged in September. */
function posting(changed: Partial<PostedRow> = {}): PostedRow {
  return {
    ...{ row: 7, entry: 'charge', provider: 'stripe', charge: 'ch_1', line: '', kind: 'charge', event: '' },
    ...{ plan: 'quarterly', originalMonth: OCTOBER, currency: 'USD', rate: '', source: SOURCE },
    coverage: { first: month('2026-09'), last: month('2026-11') },
    // 10.00 over three months: trunc(10 * 2/3) - trunc(10 * 1/3) = 6.666666 - 3.333333.
    amounts: amounts('3.333333', '0.333333', '0.1'),
    ...changed,
  };
}

function nodeOf(of: PostedRow, line: RevenueLine | null, amount: string, whole: Components | null): string {
  const known = whole === null ? null : { amounts: whole, share: null };
  return outlined(postingNode(of, OCTOBER, { line, amount: usd(amount), whole: known })).join('\n');
}

/** Tax of 1.00 over three months: 0.666666 - 0.333333; fee of 0.30: 0.20 - 0.10. */
const WHOLE = amounts('10', '1', '0.3');

describe('how a posting moves a line of pool.csv', () => {
  it('says the month of its schedule with its numbers, each component by itself', () => {
    expect(nodeOf(posting(), 'gross', '3.333333', WHOLE)).toBe(
      'charge of stripe ch_1: 3.333333 USD | trunc(10.000000 * 2/3) - trunc(10.000000 * 1/3) | R5 | quarterly, covers 2026-09 to 2026-11 | postings.csv:7:gross_usd | ffff:2',
    );
    expect(nodeOf(posting(), 'customer_tax', '-0.333333', WHOLE)).toBe(
      'charge of stripe ch_1: -0.333333 USD | -(trunc(1.000000 * 2/3) - trunc(1.000000 * 1/3)) | R5 | quarterly, covers 2026-09 to 2026-11 | postings.csv:7:customer_tax_usd | ffff:2',
    );
    expect(nodeOf(posting(), 'provider_fee', '-0.1', WHOLE)).toBe(
      'charge of stripe ch_1: -0.100000 USD | -(trunc(0.300000 * 2/3) - trunc(0.300000 * 1/3)) | R5 | quarterly, covers 2026-09 to 2026-11 | postings.csv:7:provider_fee_usd | ffff:2',
    );
  });

  it('says of a net that is cut component by component what it is made of: no one formula gives it', () => {
    // 3.333333 - 0.333333 - 0.10 = 2.90, and the net of the whole is 10 - 1 - 0.30 = 8.70: 5.80 - 2.90 = 2.90 fits by chance.
    expect(nodeOf(posting(), null, '2.9', WHOLE)).toContain('| trunc(8.700000 * 2/3) - trunc(8.700000 * 1/3) | R5');
    // Of 10.00 less 0.50: the parts are cut to 3.333333 and 0.166667 (0.333333 - 0.166666), 3.166666; 9.50 gives 3.166667.
    const cut = posting({ amounts: amounts('3.333333', '0.166667') });
    expect(nodeOf(cut, null, '3.166666', amounts('10', '0.5'))).toBe(
      'charge of stripe ch_1: 3.166666 USD | gross 3.333333, less tax 0.166667: month 2 of 3 of 9.500000 | R5 | quarterly, covers 2026-09 to 2026-11 | postings.csv:7:net_usd | ffff:2',
    );
  });

  it('says which month it is where the whole is not known, or where several months post at once', () => {
    expect(nodeOf(posting(), 'gross', '3.333333', null)).toContain('| 3.333333: month 2 of 3 | R5');
    expect(nodeOf(posting(), 'customer_tax', '-0.333333', null)).toContain('| -0.333333: month 2 of 3 | R5');
    expect(nodeOf(posting(), 'provider_fee', '-0.1', null)).toContain('| -0.100000: month 2 of 3 | R5');
    // Two of three months at once: 6.666666 of 10.
    const both = posting({ amounts: amounts('6.666666') });
    expect(nodeOf(both, 'gross', '6.666666', WHOLE)).toContain('| 6.666666: month 2 of 3 of 10.000000 | R5');
  });

  it('says of one month that it is all', () => {
    const coverage = { first: OCTOBER, last: OCTOBER };
    const only = posting({ coverage, amounts: amounts('10', '1', '0.3'), plan: 'monthly' });
    expect(nodeOf(only, 'gross', '10', WHOLE)).toBe(
      'charge of stripe ch_1: 10.000000 USD | 10.000000, all of it in its one month | R5 | monthly, covers 2026-10 to 2026-10 | postings.csv:7:gross_usd | ffff:2',
    );
    expect(nodeOf(only, 'customer_tax', '-1', WHOLE)).toContain('| -1.000000, all of it in its one month | R5');
    expect(nodeOf(only, 'provider_fee', '-0.3', WHOLE)).toContain('| -0.300000, all of it in its one month | R5');
    // Half of it in the month: what the rest became no formula says.
    const half = posting({ coverage, amounts: amounts('5') });
    expect(nodeOf(half, 'gross', '5', WHOLE)).toContain('| 5.000000: month 1 of 1 of 10.000000 | R5');
    // The first two of three: all of it, and yet not in one month.
    const whole = posting({ amounts: amounts('10') });
    expect(nodeOf(whole, 'gross', '10', WHOLE)).toContain('| 10.000000: month 2 of 3 of 10.000000 | R5');
  });

  it('says what of another month comes late', () => {
    const late = posting({
      kind: 'prior-period',
      originalMonth: month('2026-08'),
      coverage: null,
      amounts: amounts('-2', '-0.2', '0.1'),
    });
    expect(nodeOf(late, 'prior_period', '-1.9', null)).toBe(
      'prior period of stripe ch_1: -1.900000 USD | what 2026-08 should have posted, less what it posted: gross -2.000000, less tax -0.200000, less fee 0.100000 | R16 | quarterly | postings.csv:7:net_usd | ffff:2',
    );
  });

  it('says what is not spread by its components, and nothing of what is not there', () => {
    const beside = { coverage: null, plan: '' };
    const fee = posting({ ...beside, kind: 'dispute-fee', event: 'dp_1', amounts: amounts('0', '0', '15') });
    expect(nodeOf(fee, 'dispute_fee', '-15', WHOLE)).toBe(
      'dispute fee dp_1 of stripe ch_1: -15.000000 USD | less fee 15.000000 | R6 | postings.csv:7:net_usd | ffff:2',
    );
    expect(nodeOf(posting({ ...beside, amounts: NOTHING }), null, '0', null)).toBe(
      'charge of stripe ch_1: 0.000000 USD | nothing | R5 | postings.csv:7:net_usd | ffff:2',
    );
  });

  it('names the row and line, the event where it has a name of its own, and the rate of another currency', () => {
    const refund = posting({
      kind: 'refund',
      event: 're_1',
      line: 'il_1',
      currency: 'EUR',
      rate: '1.1',
      coverage: null,
    });
    expect(nodeOf(refund, 'refund', '2.9', null)).toBe(
      'refund re_1 of stripe ch_1 line il_1: 2.900000 USD | gross 3.333333, less tax 0.333333, less fee 0.100000 | R6 | quarterly, EUR at 1.1 (R3) | postings.csv:7:net_usd | ffff:2',
    );
    expect(nodeOf(posting({ kind: 'refund', event: 'ch_1', coverage: null }), 'refund', '2.9', null)).toMatch(
      /^refund of stripe ch_1:/,
    );
  });

  it('names no plan where there is none', () => {
    expect(nodeOf(posting({ plan: '' }), 'gross', '3.333333', null)).toContain('| R5 | covers 2026-09 to 2026-11 | ');
  });

  it.each([
    ['dispute', 'R6'],
    ['restoration', 'R7'],
    ['provider-fee', 'R9'],
    ['cost', 'R9'],
    ['provider-true-up', 'R9'],
  ] as const)('of a %s stands under %s', (kind, rule) => {
    const of = posting({ kind });
    expect(postingNode(of, OCTOBER, { line: 'gross', amount: netOf(of.amounts), whole: null })).toMatchObject({
      rule,
      cell: { column: 'net_usd' },
    });
  });

  it('says of a stand-alone fee what part of it counts, and why (R9)', () => {
    const fee = posting({
      kind: 'cost',
      charge: 'txn_fee',
      plan: '',
      coverage: null,
      amounts: amounts('0', '0', '2.25'),
    });
    // Plans were 45.00 of the 50.00 that the month charged: 2.50 * 45/50 = 2.25.
    const share = { provider: 'stripe', plansGross: usd('45'), allGross: usd('50'), currency: 'usd' } as const;
    const whole = (cost: string) => ({ amounts: amounts('0', '0', cost), share });
    const formulaOf = (cost: string) =>
      postingNode(fee, OCTOBER, { line: 'cost', amount: usd('-2.25'), whole: whole(cost) }).formula;
    expect(formulaOf('2.50')).toBe(
      "less fee trunc(2.500000 * 45.000000/50.000000): what plans are of the month's charges, gross in USD",
    );
    // What another share has cut, or nothing, is not told by this one.
    expect(formulaOf('2.40')).toBe('less fee 2.250000');
    expect(nodeOf(fee, 'cost', '-2.25', amounts('0', '0', '2.50'))).toContain('| less fee 2.250000 | R9 |');
  });
});
