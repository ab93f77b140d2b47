import { describe, expect, it } from 'vitest';
import { chargeOf, FROM_THE_START, month, reduction, restoration, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { addComponents, type Components, NOTHING } from '../money/components.ts';
import type { ChargeHistory, RowAmount } from './charge-history.ts';
import { amountsIn, postingsOf, recogniseCharge } from './charge-postings.ts';

const MAY = month('2026-05');
const DISPUTED = '2026-05-08T00:00:00Z';

function row(sourceId: string, changed: Partial<RowAmount> = {}): RowAmount {
  const amounts = { ...NOTHING, fee: usd('15') };
  return { kind: 'dispute-fee', month: MAY, amounts, sourceId, source: { ...SOURCE, line: 7 }, ...changed };
}

/** What a charge of 120.00 for a year posts in May: 10.00 by itself, and what its events and rows add. */
function inMay(options: Partial<ChargeHistory> = {}) {
  const recognised = recogniseCharge(chargeOf(options), FROM_THE_START);
  const postings = postingsOf(recognised, MAY);
  // Whatever stands below: the sum is never another.
  const sum = postings.reduce((all: Components, { amounts }) => addComponents(all, amounts), NOTHING);
  expect(amountsIn(recognised, MAY)).toEqual(sum);
  return postings;
}

describe('postingsOf', () => {
  it('has the charge’s own part of the month, with the rule that spreads it', () => {
    expect(inMay()).toEqual([
      {
        ...{ month: MAY, originalMonth: MAY, entry: 'charge', provider: 'stripe', charge: 'ch_1', line: '' },
        ...{ kind: 'charge', event: '', plan: 'unlimited', scheduled: true, source: SOURCE },
        ...{ currency: 'USD', rate: null, coverage: { first: month('2026-01'), months: 12, k: 5 } },
        amounts: { ...NOTHING, gross: usd('10') },
      },
    ]);
  });

  it('then what each event changes: a dispute of 120.00 takes 80.00 from the schedule and 40.00 back', () => {
    const events = [
      reduction(DISPUTED, '120', { id: 'dp_1', kind: 'dispute' }),
      // On its way back in June: nothing of it posts in May.
      restoration('2026-06-08T00:00:00Z', '120', 'dp_1'),
    ];
    const [own, disputed, ...others] = inMay({ events });
    expect(own?.amounts.gross).toBe(usd('10'));
    // 10.00 of May and 40.00 of January to April.
    expect(disputed).toMatchObject({
      ...{ kind: 'dispute', event: 'dp_1', line: '', plan: 'unlimited', coverage: null, scheduled: true },
      ...{ month: MAY, originalMonth: MAY, entry: 'charge', amounts: { ...NOTHING, gross: usd('-50') } },
    });
    expect(others).toEqual([]);
  });

  it('a refund and what takes it back, each by itself', () => {
    const events = [reduction(DISPUTED, '120', { id: 're_1' }), restoration('2026-05-09T00:00:00Z', '120', 're_1')];
    expect(inMay({ events }).map(({ kind, event, amounts }) => [kind, event, amounts.gross])).toEqual([
      ['charge', '', usd('10')],
      ['refund', 're_1', usd('-50')],
      ['restoration', 're_1', usd('50')],
    ]);
  });

  it('then the rows of the month that post by themselves, in an order of their own', () => {
    const refund = (gross: string, fee: string) => ({
      ...{ kind: 'refund' as const, amounts: { gross: usd(gross), tax: 0n, fee: usd(fee) } },
    });
    const rows = [
      row('a'),
      row('a', { ...refund('-3', '1') }),
      row('a', { ...refund('-2', '1') }),
      row('a', { ...refund('-2', '2') }),
      row('b', { kind: 'provider-fee' }),
    ];
    const others = [row('c', { month: month('2026-04') }), row('d', { amounts: NOTHING })];
    const expected = rows.map(({ kind, sourceId, amounts }) => [kind, sourceId, amounts]);
    for (const rowAmounts of [[...rows, ...others], [...others, ...rows].reverse()]) {
      const [, ...posted] = inMay({ rowAmounts });
      expect(posted.map(({ kind, event, amounts }) => [kind, event, amounts])).toEqual(expected);
      expect(posted[0]).toMatchObject({
        ...{ line: '', plan: 'unlimited', coverage: null, scheduled: false, charge: 'ch_1', source: { line: 7 } },
      });
    }
  });

  it('posts nothing outside of its months', () => {
    const recognised = recogniseCharge(chargeOf({ events: [reduction(DISPUTED, '120')] }), FROM_THE_START);
    expect(postingsOf(recognised, month('2025-12'))).toEqual([]);
    expect(postingsOf(recognised, month('2027-01'))).toEqual([]);
    expect(amountsIn(recognised, month('2027-01'))).toEqual(NOTHING);
    expect(amountsIn(recogniseCharge(chargeOf(), FROM_THE_START), month('2027-01'))).toEqual(NOTHING);
  });
});
