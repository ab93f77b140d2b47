import { describe, expect, it } from 'vitest';
import { outlined } from '../../../../test/judging/outlined.ts';
import { month, SOURCE, usd } from '../../../../test/worlds/charges.ts';
import { inMay } from '../../../../test/worlds/movements.ts';
import { LargestParts } from '../tree/largest-parts.ts';
import { chargeParts, type DeferredCharge, isAsReported, type ShareOf } from './charges-behind.ts';

const MAY = month('2026-05');

/** `inMay` as deferred.csv has it: of 120.00 forty before, ten in May, seventy left. */
function charge(changed: Partial<DeferredCharge> = {}): DeferredCharge {
  return {
    ...{ row: 4, provider: 'stripe', charge: 'ch_1', plan: 'annual', currency: 'USD', chargeMonth: month('2026-01') },
    covers: { first: month('2026-01'), last: month('2026-12') },
    ...{ charged: usd('120'), changed: 0n, before: usd('40'), inMonth: usd('10'), after: usd('70') },
    ...changed,
  };
}

describe('a movement', () => {
  it('is as reported where all four amounts are', () => {
    expect(isAsReported(charge(), inMay(), MAY)).toBe(true);
    for (const name of ['charged', 'before', 'inMonth', 'after'] as const)
      expect(isAsReported(charge({ [name]: 1n }), inMay(), MAY)).toBe(false);
  });
});

describe('the charges of a figure', () => {
  const behind = (most: number, ...charges: readonly DeferredCharge[]): LargestParts<DeferredCharge> => {
    const parts = new LargestParts<DeferredCharge>(most);
    for (const each of charges) parts.add(each.after, each);
    return parts;
  };
  const byAfter: ShareOf = ({ after }) => ({ amount: after, source: SOURCE, formula: 'as it is', rule: 'R5' });
  const lines = (total: string, parts: LargestParts<DeferredCharge>, shareOf: ShareOf = byAfter): string[] =>
    chargeParts(usd(total), parts, shareOf).flatMap((each) => outlined(each));
  const ONE =
    'stripe ch_1: 70.000000 USD | as it is | R5 | annual, spread over its months | deferred.csv:4:charged_usd | ffff:2';

  it('are its parts, each with its row', () => {
    const monthly = charge({ charge: 'ch_2', plan: 'monthly', covers: { first: MAY, last: MAY }, after: usd('5') });
    const bare = charge({ charge: 'ch_3', plan: '', after: usd('1') });
    expect(lines('76', behind(9, charge(), monthly, bare))).toEqual([
      ONE,
      'stripe ch_2: 5.000000 USD | as it is | R5 | monthly | deferred.csv:4:charged_usd | ffff:2',
      'stripe ch_3: 1.000000 USD | as it is | R5 | deferred.csv:4:charged_usd | ffff:2',
    ]);
  });

  it('that are not shown are the last part', () => {
    const others = [charge({ charge: 'ch_2', after: usd('2') }), charge({ charge: 'ch_3', after: usd('-2') })];
    expect(lines('70', behind(1, charge(), others[0] ?? charge()))).toEqual([ONE]);
    expect(lines('71', behind(1, charge(), ...others))).toEqual([
      ONE,
      '2 more charges: 1.000000 USD | --rows N shows more of them',
    ]);
  });

  it('of which nothing can be said alone, or which bring nothing, are among the others', () => {
    const none: ShareOf = (each) => (each.charge === 'ch_1' ? byAfter(each) : null);
    const parts = behind(9, charge(), charge({ charge: 'ch_2', after: usd('2') }));
    expect(lines('72', parts, none)).toEqual([ONE, '1 more charge: 2.000000 USD | --rows N shows more of them']);
    const still: ShareOf = () => ({ amount: 0n, source: null, formula: '', rule: null });
    expect(lines('72', parts, still)).toEqual(['2 more charges: 72.000000 USD | --rows N shows more of them']);
    // They bring nothing together: there is something all the same to be asked about.
    expect(lines('0', parts, still)).toEqual(['2 more charges: 0.000000 USD | --rows N shows more of them']);
  });

  it('that do not come to the figure leave what came since', () => {
    expect(lines('71', behind(9, charge()))).toEqual([ONE, 'what rows that came since say otherwise: 1.000000 USD']);
    // No charge at all: the figure is not made of any.
    expect(lines('71', behind(9))).toEqual([]);
    expect(lines('0', behind(9))).toEqual([]);
  });
});
