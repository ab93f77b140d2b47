import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure, firstLines, outlined } from '../../../../test/judging/outlined.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { OCTOBER, october, postedRow } from '../../../../test/worlds/explained-october.ts';
import { posting } from '../../../../test/worlds/postings.ts';
import { NetRevenueSum, netRevenueOf, REVENUE_LINES, REVENUE_PROVIDERS } from '../../close/net-revenue.ts';
import { NOTHING } from '../../money/components.ts';
import { Exact } from '../../money/exact-decimal.ts';
import { formatMicro } from '../../money/micro.ts';
import type { Explanation } from '../tree/explanation.ts';
import type { MonthFigures } from './month-figures.ts';
import { carriedOut, poolCellExplanation } from './pool-cell.ts';
import { netRevenue } from './revenue-cell.ts';
import { RevenueParts } from './revenue-parts.ts';

function cell(line: string, provider = 'all', figures: MonthFigures = october()): string[] {
  return outlined(poolCellExplanation(figures, line, provider));
}

function first(line: string, provider = 'all', figures: MonthFigures = october()): string[] {
  return firstLines(poolCellExplanation(figures, line, provider));
}

const GROSS = [
  'gross of stripe: 10.000000 USD | 10.000000 | R5 | 1 posting | pool.csv:2:amount_usd',
  'charge of stripe ch_1: 10.000000 USD | gross 10.000000, less tax 1.000000, less fee 0.300000 | R5 | monthly | postings.csv:2:gross_usd | ffff:2',
] as const;

describe('a cell of pool.csv', () => {
  it('of a line is the sum of its postings', () => {
    expect(cell('gross', 'stripe')).toEqual([GROSS[0], `+ ${GROSS[1]}`]);
    expect(cell('refund', 'stripe')).toEqual([
      'refund of stripe: -2.000000 USD | -2.000000 | R6 | 1 posting | pool.csv:5:amount_usd',
      '+ refund re_1 of stripe ch_1: -2.000000 USD | gross -2.000000 | R6 | monthly | postings.csv:3:net_usd | ffff:2',
    ]);
  });

  it('counts the postings that move it, and no others', () => {
    // The sale and the cost have neither tax nor refund.
    expect(cell('customer_tax', 'apple')[0]).toContain('| R5 | 0 postings |');
    const revenue = new RevenueParts(OCTOBER, 5, () => null);
    for (const charge of ['a', 'b']) revenue.add(postedRow({ gross: '5' }, { charge }));
    expect(cell('gross', 'stripe', october({ revenue }))[0]).toContain('| 5.000000 + 5.000000 | R5 | 2 postings |');
  });

  it('of a line that the report does not have is nothing, and stands nowhere', () => {
    expect(cell('dispute', 'google')).toEqual([
      'dispute of google: 0.000000 USD | nothing moves it: 0 | R6 | 0 postings | pool.csv:all:amount_usd',
    ]);
  });

  it.each([
    ['gross', 'R5'],
    ['customer_tax', 'R5'],
    ['provider_fee', 'R5'],
    ['refund', 'R6'],
    ['dispute', 'R6'],
    ['dispute_fee', 'R6'],
    ['restoration', 'R7'],
    ['cost', 'R9'],
    ['prior_period', 'R16'],
  ])('%s stands under %s', (line, rule) => {
    expect(poolCellExplanation(october(), line, 'stripe')?.rule).toBe(rule);
  });

  it('of a provider is the sum of its lines', () => {
    expect(first('net_revenue', 'stripe')).toEqual([
      'net_revenue of stripe: 6.700000 USD | 10.000000 - 1.000000 - 0.300000 - 2.000000 | R3 | pool.csv:6:amount_usd',
      `+ ${GROSS[0]}`,
      '+ customer_tax of stripe: -1.000000 USD | -1.000000 | R5 | 1 posting | pool.csv:3:amount_usd',
      '+ provider_fee of stripe: -0.300000 USD | -0.300000 | R5 | 1 posting | pool.csv:4:amount_usd',
      '+ refund of stripe: -2.000000 USD | -2.000000 | R6 | 1 posting | pool.csv:5:amount_usd',
    ]);
  });

  it('of net revenue is the sum of the providers and costs', () => {
    expect(first('net_revenue')).toEqual([
      'net_revenue of all: 11.000000 USD | 6.700000 + 6.000000 - 1.700000 | R10 | pool.csv:11:amount_usd',
      '+ net_revenue of stripe: 6.700000 USD | 10.000000 - 1.000000 - 0.300000 - 2.000000 | R3 | pool.csv:6:amount_usd',
      '+ net_revenue of apple: 6.000000 USD | 6.000000 | R3 | pool.csv:8:amount_usd',
      '+ net_revenue of costs: -1.700000 USD | -1.700000 | R3 | pool.csv:10:amount_usd',
    ]);
  });

  it('of the share says where it comes from', () => {
    expect(cell('share')).toEqual([
      'share: 0.5 share | as revshare.yaml has it for the month (pool.share) | R14 | manifest.json keeps the policy that was in force | pool.csv:12:amount_usd',
    ]);
  });

  it('of the pool is the share of every provider', () => {
    const [head, ...parts] = first('pool');
    expect(head).toBe('pool: 5.500000 USD | 11.000000 * 0.5 | R10 | pool.csv:13:amount_usd');
    expect(parts).toEqual([
      '+ the share of net_revenue of stripe: 3.350000 USD | 6.700000 * 0.5 | R10',
      '+ the share of net_revenue of apple: 3.000000 USD | 6.000000 * 0.5 | R10',
      '+ the share of net_revenue of costs: -0.850000 USD | -1.700000 * 0.5 | R10',
    ]);
    expect(cell('pool')).toContain('  * net_revenue of apple: 6.000000 USD | 6.000000 | R3 | pool.csv:8:amount_usd');
  });

  it('of the pool of a month without revenue is nothing', () => {
    const pool = { ...october().pool, netRevenue: 0n, pool: new Exact(0) };
    expect(cell('pool', 'all', october({ lines: [], pool }))).toEqual([
      'pool: 0.000000 USD | nothing moves it: 0 | R10 | pool.csv:all:amount_usd',
    ]);
  });

  it('of what came in is what the month before carried on', () => {
    const head = 'carried_in: 0.0000005 USD | carried_out of the month before | R10 | pool.csv:14:amount_usd';
    expect(cell('carried_in')).toEqual([head]);
    expect(cell('carried_in', 'all', october({ carriedFrom: figure('September', '0') }))).toEqual([
      head,
      '* September: 0.000000 USD',
    ]);
  });

  it('of what is distributed on is cut to a millionth', () => {
    expect(first('distributable')).toEqual([
      'distributable: 5.500000 USD | floor(5.5 + 0.0000005) | R10 | pool.csv:15:amount_usd',
      '+ pool: 5.500000 USD | 11.000000 * 0.5 | R10 | pool.csv:13:amount_usd',
      '+ carried_in: 0.0000005 USD | carried_out of the month before | R10 | pool.csv:14:amount_usd',
      '+ cut to 0.000001 USD: -0.0000005 USD | R10',
    ]);
    const whole = october({ pool: { ...october().pool, carriedIn: new Exact(0) } });
    expect(first('distributable', 'all', whole)).toHaveLength(3);
  });

  it('of a month that distributes nothing says why: nobody has points, or a deficit is carried', () => {
    const none = october({ pool: { ...october().pool, distributable: 0n }, parts: [] });
    const nobody = first('distributable', 'all', none);
    expect(nobody[0]).toBe(
      'distributable: 0.000000 USD | nothing of 5.5 + 0.0000005: nobody has points | R10 | pool.csv:15:amount_usd',
    );
    expect(nobody.at(-1)).toBe('+ nobody has points: all is carried: -5.5000005 USD | R10');
    const below = october({ pool: { ...october().pool, carriedIn: new Exact(-6), distributable: 0n } });
    const deficit = first('distributable', 'all', below);
    expect(deficit[0]).toBe(
      'distributable: 0.000000 USD | nothing: 5.5 + -6 is below zero | R10 | pool.csv:15:amount_usd',
    );
    expect(deficit.at(-1)).toBe('+ a deficit is carried: 0.500000 USD | R10');
    const nothing = october({ pool: { ...october().pool, carriedIn: new Exact('-5.5'), distributable: 0n } });
    expect(first('distributable', 'all', nothing)).toHaveLength(3);
    const tiny = { ...october().pool, distributable: 0n };
    const cut = first('distributable', 'all', october({ pool: { ...tiny, carriedIn: new Exact('-5.4999999') } }));
    expect(cut[0]).toContain('| floor(5.5 + -5.4999999) |');
    expect(cut.at(-1)).toBe('+ cut to 0.000001 USD: -0.0000001 USD | R10');
  });

  it('of what was distributed is the sum of the wallets, the largest one by one', () => {
    expect(first('distributed')).toEqual([
      'distributed: 5.499999 USD | 3.666666 + 1.833333 | R13 | each wallet by its part of the distributable amount: explain a row of payouts.csv | pool.csv:16:amount_usd',
      '+ earned by 0xA: 3.666666 USD | R13 | payouts.csv:2:earned_usd',
      '+ earned by 0xB: 1.833333 USD | R13 | payouts.csv:3:earned_usd',
      '* distributable: 5.500000 USD | floor(5.5 + 0.0000005) | R10 | pool.csv:15:amount_usd',
    ]);
    expect(first('distributed', 'all', october({ most: 1 }))[2]).toBe(
      '+ 1 more wallet: 1.833333 USD | --rows N shows more of them',
    );
  });

  it('of dust and of what goes on is what the wallets did not get', () => {
    expect(first('dust')).toEqual([
      'dust: 0.000001 USD | 5.500000 - 5.499999 | R13 | pool.csv:17:amount_usd',
      '+ distributable: 5.500000 USD | floor(5.5 + 0.0000005) | R10 | pool.csv:15:amount_usd',
      '+ less distributed: -5.499999 USD | R13',
    ]);
    expect(firstLines(carriedOut(october()))).toEqual([
      'carried_out: 0.0000015 USD | 5.500000 + 0.0000005 - 5.499999 | R10 | pool.csv:18:amount_usd',
      '+ pool: 5.500000 USD | 11.000000 * 0.5 | R10 | pool.csv:13:amount_usd',
      '+ carried_in: 0.0000005 USD | carried_out of the month before | R10 | pool.csv:14:amount_usd',
      '+ less distributed: -5.499999 USD | R13',
    ]);
    expect(cell('carried_out')).toEqual(outlined(carriedOut(october())));
  });

  it('of the platform is the rest of net revenue', () => {
    expect(first('platform')).toEqual([
      'platform: 5.500000 USD | 11.000000 - 5.500000 | R10 | pool.csv:19:amount_usd',
      '+ net_revenue of all: 11.000000 USD | 6.700000 + 6.000000 - 1.700000 | R10 | pool.csv:11:amount_usd',
      '+ less pool: -5.500000 USD | R10',
    ]);
    const all = october({ lines: [], pool: { ...october().pool, netRevenue: 0n, pool: new Exact(0) } });
    expect(cell('platform', 'all', all)[0]).toBe(
      'platform: 0.000000 USD | nothing moves it: 0 | R10 | pool.csv:all:amount_usd',
    );
  });

  it('of a line or provider that there is not is no figure', () => {
    const strangers = [
      ['gross', 'all'],
      ['net_revenue_at_0.4', 'all'],
      ['pool', 'stripe'],
      ['gross', 'paypal'],
    ] as const;
    for (const [line, provider] of strangers) expect(cell(line, provider)).toEqual(['no figure']);
  });
});

describe('a pool with months of another share', () => {
  /** Of 11.00 net revenue 1.00 adjusts a final month of 0.4: 10 * 0.5 + 1 * 0.4 = 5.40. */
  const figures = october({
    lines: [
      ...october().lines,
      { line: 'prior_period', provider: 'apple', amount: '0.000000' },
      { line: 'net_revenue_at_0.4', provider: 'all', amount: '1.000000' },
    ],
    pool: {
      ...october().pool,
      pool: new Exact('5.4'),
      revenue: {
        own: { share: '0.5', netRevenue: usd('10') },
        ofOtherShares: [{ share: '0.4', netRevenue: usd('1') }],
      },
    },
  });

  it('is the sum of what each share gives', () => {
    expect(first('pool', 'all', figures)).toEqual([
      'pool: 5.400000 USD | 5.000000 + 0.400000 | R10 | pool.csv:13:amount_usd',
      '+ the share of net revenue that the share 0.5 applies to: 5.000000 USD | 10.000000 * 0.5 | R10',
      '+ the share of net revenue that the share 0.4 applies to: 0.400000 USD | 1.000000 * 0.4 | R10',
    ]);
  });

  it('says of each share what it applies to', () => {
    expect(first('net_revenue_at_0.5', 'all', figures)).toEqual([
      'net revenue that the share 0.5 applies to: 10.000000 USD | net revenue, less what adjusts months of another share | R14 | pool.csv:all:amount_usd',
      '* net_revenue of all: 11.000000 USD | 6.700000 + 6.000000 - 1.700000 | R10 | pool.csv:11:amount_usd',
    ]);
    expect(first('net_revenue_at_0.4', 'all', figures)).toEqual([
      'net revenue that the share 0.4 applies to: 1.000000 USD | what adjusts the final months of that share | R14 | pool.csv:21:amount_usd',
      '* prior_period of stripe: 0.000000 USD | nothing moves it: 0 | R16 | 0 postings | pool.csv:all:amount_usd',
      '* prior_period of apple: 0.000000 USD | nothing moves it: 0 | R16 | 0 postings | pool.csv:20:amount_usd',
      '* prior_period of google: 0.000000 USD | nothing moves it: 0 | R16 | 0 postings | pool.csv:all:amount_usd',
      '* prior_period of costs: 0.000000 USD | nothing moves it: 0 | R16 | 0 postings | pool.csv:all:amount_usd',
    ]);
  });
});

describe('the postings behind a month', () => {
  it('sum to its net revenue, each with its row, however few are shown', () => {
    const amount = fc.bigInt({ min: -1000n, max: 1000n });
    const one = fc.record({
      provider: fc.constantFrom(...REVENUE_PROVIDERS),
      kind: fc.constantFrom('charge', 'refund', 'provider-fee', 'cost', 'prior-period'),
      amounts: fc.record({ gross: amount, tax: amount, fee: amount }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.integer({ min: 0, max: 4 }), (postings, most) => {
        const sum = new NetRevenueSum();
        const revenue = new RevenueParts(OCTOBER, most, () => null);
        for (const [at, each] of postings.entries()) {
          sum.add(posting(each));
          revenue.add(postedRow({}, { ...each, row: at + 2 }));
        }
        const { lines, total } = sum.result();
        const stated = REVENUE_PROVIDERS.flatMap((provider) => [
          ...REVENUE_LINES.map((line) => ({ line, provider, amount: formatMicro(lines[provider][line]) })),
          { line: 'net_revenue', provider, amount: formatMicro(netRevenueOf(lines[provider])) },
        ]);
        const pool = { ...october().pool, netRevenue: total };
        // Parts that did not sum to their figure would be refused.
        const leaves = leavesOf(netRevenue(october({ lines: stated, pool, revenue })));
        for (const { source, label } of leaves) expect(source !== null || / more postings?$/.test(label)).toBe(true);
      }),
    );
  });

  it('are shown each once, though they move several lines', () => {
    const revenue = new RevenueParts(OCTOBER, 1, () => null);
    const [large, small] = [postedRow({ gross: '9', tax: '1' }), postedRow({ gross: '3' }, { charge: 'ch_2' })];
    for (const posting of [large, small]) revenue.add(posting);
    expect(revenue.shown()).toEqual([large]);
  });

  it('say what they are of where that is known', () => {
    const revenue = new RevenueParts(OCTOBER, 1, () => ({ amounts: { ...NOTHING, gross: usd('9') }, share: null }));
    revenue.add(postedRow({ gross: '9' }, { coverage: { first: OCTOBER, last: OCTOBER } }));
    expect(revenue.of('stripe', 'gross').parts[0]?.formula).toBe('9.000000, all of it in its one month');
  });
});

/** What has nothing below it; none of a figure that nothing moves. */
function leavesOf(node: Explanation): readonly Explanation[] {
  return node.parts.flatMap((each) => (each.parts.length === 0 ? [each] : leavesOf(each)));
}
