import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, inReportOrder, reconciledLine } from './reconciliation-line.ts';

function comparison(changed: Partial<Comparison> = {}): Comparison {
  return {
    provider: 'apple',
    source: 'payments 2026-09',
    category: 'earned',
    currency: 'EUR',
    ours: 10_000000n,
    theirs: 10_000000n,
    causes: [],
    acceptance: null,
    note: '',
    scope: null,
    ...changed,
  };
}

describe('a line of reconciliation.csv', () => {
  it('ties when the amounts are the same', () => {
    expect(reconciledLine(comparison())).toMatchObject({ status: 'ties', difference: 0n, why: '' });
  });

  it('is explained when named causes sum to the difference; causes of nothing are not named', () => {
    const causes = [
      { name: 'fiscal calendar', amount: -4_000000n },
      { name: 'other products', amount: 1_000000n },
      { name: 'settled later', amount: 0n },
    ];
    expect(reconciledLine(comparison({ theirs: 7_000000n, causes }))).toMatchObject({
      status: 'explained',
      difference: -3_000000n,
      unexplained: 0n,
      why: 'fiscal calendar -4.000000; other products 1.000000',
    });
  });

  it('says what is left, and what a person said about it', () => {
    const open = comparison({ theirs: 9_000000n, causes: [{ name: 'fiscal calendar', amount: 1_000000n }] });
    // 9 - 10 = -1 and 1 of it is named: -2 is left.
    expect(reconciledLine(open)).toMatchObject({
      status: 'unexplained',
      unexplained: -2_000000n,
      why: 'fiscal calendar 1.000000; not explained -2.000000',
    });
    expect(reconciledLine({ ...open, acceptance: 'accepted (never paid)' })).toMatchObject({
      status: 'accepted',
      why: 'fiscal calendar 1.000000; accepted (never paid) -2.000000',
    });
  });

  it('does not tie by causes that cancel what is not known', () => {
    const causes = [{ name: 'fiscal calendar', amount: 5_000000n }];
    expect(reconciledLine(comparison({ causes })).status).toBe('unexplained');
  });
});

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('laws of lines', () => {
  it('causes and what is left sum to the difference, and the status says which', () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.array(fc.record({ name: fc.string(), amount }), { maxLength: 5 }),
        fc.option(fc.constant('accepted')),
        (ours, theirs, causes, acceptance) => {
          const line = reconciledLine(comparison({ ours, theirs, causes, acceptance }));
          const named = line.causes.reduce((sum, each) => sum + each.amount, 0n);
          expect(line.ours + line.difference).toBe(line.theirs);
          expect(named + line.unexplained).toBe(line.difference);
          expect(line.status === 'ties' || line.status === 'explained').toBe(line.unexplained === 0n);
          expect(line.status === 'accepted').toBe(line.unexplained !== 0n && acceptance !== null);
          if (line.status === 'ties') expect(ours).toBe(theirs);
        },
      ),
    );
  });

  it('their order is that of their keys, however they came', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const lines = fc.uniqueArray(fc.record({ source: key, category: key, currency: key }), {
      selector: (each) => `${each.source} ${each.category} ${each.currency}`,
    });
    fc.assert(
      fc.property(lines, (keys) => {
        const all = keys.map((each) => reconciledLine(comparison(each)));
        const shown = (list: typeof all) => list.map((each) => `${each.source} ${each.category} ${each.currency}`);
        expect(shown(inReportOrder([...all].reverse()))).toEqual(shown(all).sort());
      }),
    );
  });
});
