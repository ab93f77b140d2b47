import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history } from '../../../test/worlds/arbitrary-history.ts';
import { chargeOf, month, reduction, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { assembled, closeOf, usageOf } from '../../../test/worlds/closing.ts';
import { closeWith, finding } from '../../../test/worlds/gate-input.ts';
import { posting } from '../../../test/worlds/postings.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import type { SourceLine } from '../revenue/provider.ts';
import { digestHead, digestPosting, digestTail } from './digest-content.ts';
import type { Finding } from './finding.ts';
import { NetRevenueSum } from './net-revenue.ts';

const OCTOBER = month('2026-10');
const CHARGE = chargeOf({
  at: '2026-09-10T00:00:00Z',
  events: [
    reduction('2026-10-05T00:00:00Z', '30.00', { id: 're_1' }),
    reduction('2026-10-05T00:00:00Z', '20.00', { id: 're_2' }),
  ],
});
const FINDING: Finding = { code: 'orphan', subject: 're_9', month: OCTOBER, what: 'refund re_9', source: SOURCE };

/** The same charge, read from other lines of another file. */
function citing(charge: ChargeHistory, source: SourceLine): ChargeHistory {
  return {
    ...charge,
    source,
    events: charge.events.map((event) => ({ ...event, source })),
    rowAmounts: charge.rowAmounts.map((fee) => ({ ...fee, source })),
  };
}

describe('what the digest covers (R15)', () => {
  it('no hash, file name or line of an input', () => {
    const { content } = closeOf([assembled({ charges: [CHARGE], findings: [FINDING] })], OCTOBER);
    expect(content).not.toContain(SOURCE.input.slice(0, 8));
    fc.assert(
      fc.property(history, (charge) => {
        const other = citing(charge, { input: '0'.repeat(64), line: 77 });
        expect(closeOf([assembled({ charges: [other] })], OCTOBER).content).toBe(
          closeOf([assembled({ charges: [charge] })], OCTOBER).content,
        );
      }),
    );
  });

  it('the order of costs, exceptions and exclusions never shows', () => {
    const costs = [
      { month: OCTOBER, description: 'audit', amount: usd('4.00'), months: 1, source: SOURCE },
      { month: OCTOBER, description: 'audit', amount: usd('9.00'), months: 3, source: SOURCE },
      { month: OCTOBER, description: 'audit', amount: usd('2.00'), months: 1, source: SOURCE },
    ];
    const findings: Finding[] = [FINDING, { ...FINDING, subject: 're_8' }, { ...FINDING, code: 'unallocated' }];
    const exclusions = (['trial', 'coupon', 'trial'] as const).map((reason, index) => {
      return { reason, provider: 'stripe' as const, month: OCTOBER, amount: BigInt(index) };
    });
    const once = closeOf([assembled({ findings, exclusions })], OCTOBER, { costs });
    const again = closeOf(
      [assembled({ findings: findings.toReversed(), exclusions: exclusions.toReversed() })],
      OCTOBER,
      {
        costs: costs.toReversed(),
      },
    );
    expect(again.content).toBe(once.content);
  });

  it.each<[string, Parameters<typeof closeOf>]>([
    ['a posting', [[assembled({ charges: [{ ...CHARGE, id: 'ch_2' }] })], OCTOBER]],
    [
      'points',
      [
        [assembled({ charges: [CHARGE] })],
        OCTOBER,
        { usages: ['2026-08', '2026-09', '2026-10'].map((each) => usageOf(month(each), { '0xa': 2n })) },
      ],
    ],
    [
      'an exclusion',
      [
        [
          assembled({
            charges: [CHARGE],
            exclusions: [{ reason: 'trial', provider: 'apple', month: OCTOBER, amount: 0n }],
          }),
        ],
        OCTOBER,
      ],
    ],
    ['an exception', [[assembled({ charges: [CHARGE], findings: [FINDING] })], OCTOBER]],
    [
      'a cost',
      [
        [assembled({ charges: [CHARGE] })],
        OCTOBER,
        { costs: [{ month: OCTOBER, description: 'x', amount: 1n, months: 1, source: SOURCE }] },
      ],
    ],
    ['the month', [[assembled({ charges: [CHARGE] })], month('2026-11')]],
  ])('changes with %s', (_what, parameters) => {
    expect(closeOf(...parameters).content).not.toBe(closeOf([assembled({ charges: [CHARGE] })], OCTOBER).content);
  });

  it('is canonical: keys in order, whatever the order in which the policy was written', () => {
    const head = (policy: unknown) => digestHead(policy, [], OCTOBER, undefined);
    expect(head({ b: '1', a: { d: ['x', null], c: 'é"' } })).toBe(
      '{"decisions":[],"digest":1,"month":"2026-10","policy":{"a":{"c":"é\\"","d":["x",null]},"b":"1"}}\n',
    );
    expect(head({ a: { c: 'é"', d: ['x', null] }, b: '1' })).toBe(head({ b: '1', a: { d: ['x', null], c: 'é"' } }));
    expect(head({ share: '0.51' })).not.toBe(head({ share: '0.52' }));
  });
});

describe('the lines of the digest (R15)', () => {
  const amounts = { gross: 10n, tax: 1n, fee: 2n };

  it('of a posting are what it posts, for what and when, and not where it was read', () => {
    const own = posting({
      line: 'il_1',
      event: 're_1',
      coverage: { first: month('2026-09'), months: 12, k: 2 },
      amounts,
    });
    expect(digestPosting(own)).toBe(
      '["stripe","ch_1","2026-10","il_1","charge","re_1","unlimited",["2026-09",12,2],"10","1","2"]\n',
    );
    expect(digestPosting(posting({ amounts }))).toBe(
      '["stripe","ch_1","2026-10","","charge","","unlimited",null,"10","1","2"]\n',
    );
  });

  it('of a close are its revenue line by line, its pool, parts, exclusions and exceptions', () => {
    const revenue = new NetRevenueSum();
    revenue.add(posting({ amounts }));
    const close = {
      ...closeWith({ findings: [finding('orphan', 're_9'), finding('vendor-model', 'm', true)] }),
      revenue: revenue.result(),
      exclusions: [
        { reason: 'trial', source: 'apple', rows: 2, amount: 7n },
        { reason: 'trial', source: 'job-log', rows: 3, points: 9n },
      ] as const,
    };
    const none = '"0","0","0","0","0","0","0","0","0"';
    expect(digestTail(close)).toBe(
      [
        // gross, customer_tax, provider_fee and six more.
        '["stripe","10","-1","-2","0","0","0","0","0","0"]',
        ...['apple', 'google', 'costs'].map((provider) => `["${provider}",${none}]`),
        // 100 x 0.51; the revenue is the posting's alone.
        '{"carried_in":"0.000000","carried_out":"0.000000","distributable":"51000000","net":"7","pool":"51.000000","usage_rows":1}',
        `["0x${'a1'.repeat(20)}",1,"3000000","51000000"]`,
        '["trial","apple",2,"7"]',
        '["trial","job-log",3,"9"]',
        '["orphan","","re_9","2026-10","orphan of re_9"]',
        '["vendor-model","leave-out","m","2026-10","vendor-model of m"]',
        '',
      ].join('\n'),
    );
  });
});
