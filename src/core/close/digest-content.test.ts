import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { history } from '../../../test/arbitrary-history.ts';
import { chargeOf, month, reduction, SOURCE, usd } from '../../../test/charges.ts';
import { assembled, closeOf, usageOf } from '../../../test/closing.ts';
import type { ChargeHistory } from '../revenue/charge-history.ts';
import type { SourceLine } from '../revenue/provider.ts';
import { digestHead } from './digest-content.ts';
import type { Finding } from './finding.ts';

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
    const head = (policy: unknown) => digestHead(policy, [], OCTOBER);
    expect(head({ b: '1', a: { d: ['x', null], c: 'é"' } })).toBe(
      '{"decisions":[],"digest":1,"month":"2026-10","policy":{"a":{"c":"é\\"","d":["x",null]},"b":"1"}}\n',
    );
    expect(head({ a: { c: 'é"', d: ['x', null] }, b: '1' })).toBe(head({ b: '1', a: { d: ['x', null], c: 'é"' } }));
    expect(head({ share: '0.51' })).not.toBe(head({ share: '0.52' }));
  });
});
