import { describe, expect, it } from 'vitest';
import { chargeOf, month, reduction, restoration, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { NOTHING } from '../money/components.ts';
import type { ChargeEvent, RowAmount, ScheduleLine } from './charge-history.ts';
import {
  eventsOfCharge,
  inOrderOfTime,
  lastScheduledMonth,
  planAmounts,
  planOf,
  postingMonths,
  scheduledIn,
} from './charge-history.ts';
import { coverageFrom } from './coverage.ts';

function line(plan: string, gross: string, months = 1): ScheduleLine {
  const amounts = { gross: usd(gross), tax: usd('1.20'), fee: usd('0.60') };
  return { id: plan, plan, coverage: coverageFrom(month('2026-01'), months), amounts };
}

function rowIn(text: string): RowAmount {
  return { kind: 'provider-fee', month: month(text), amounts: NOTHING, sourceId: 're_1', source: SOURCE };
}

describe('what the lines of a charge say', () => {
  it('the amounts of all, and the plan of the largest, the first of equals', () => {
    const lines = [line('small', '5'), line('large', '9'), line('equal', '9')];
    expect(planAmounts({ lines })).toEqual({ gross: usd('23'), tax: usd('3.60'), fee: usd('1.80') });
    expect(planOf({ lines })).toBe('large');
    expect(planOf({ lines: [] })).toBe('');
  });

  it('each component by its own schedule', () => {
    expect(scheduledIn(line('annual', '24', 12), month('2026-12'))).toEqual({
      ...{ gross: usd('2'), tax: usd('0.10'), fee: usd('0.05') },
    });
  });

  it('the last month of the longest, never before the charge’s own', () => {
    const at = month('2026-01');
    expect(lastScheduledMonth({ month: at, lines: [line('a', '1', 3), line('b', '1', 2)] })).toBe(month('2026-03'));
    expect(lastScheduledMonth({ month: at, lines: [] })).toBe(at);
  });
});

describe('postingMonths', () => {
  it('runs from the charge or its oldest row to its last schedule, event or row', () => {
    const annual = { first: month('2026-01'), last: month('2026-12') };
    expect(postingMonths(chargeOf())).toEqual(annual);
    expect(postingMonths(chargeOf({ events: [reduction('2027-02-01T00:00:00Z', '1')] }))).toEqual({
      ...{ ...annual, last: month('2027-02') },
    });
    expect(postingMonths(chargeOf({ rowAmounts: [rowIn('2025-11'), rowIn('2027-03')] }))).toEqual({
      ...{ first: month('2025-11'), last: month('2027-03') },
    });
  });
});

describe('the order of events', () => {
  const AT = '2026-05-08T00:00:00Z';

  it('is that of their instants, reductions first, then by kind, id and gross, whatever that of their rows', () => {
    const expected: ChargeEvent[] = [
      reduction('2026-05-07T00:00:00Z', '9', { id: 'z' }),
      reduction(AT, '7', { id: 'b', kind: 'dispute' }),
      reduction(AT, '4', { id: 'a' }),
      reduction(AT, '5', { id: 'a' }),
      reduction(AT, '1', { id: 'b' }),
      restoration(AT, '1', 'a'),
      restoration(AT, '2', 'a'),
    ];
    expect(inOrderOfTime([...expected].reverse())).toEqual(expected);
    const shuffled = [3, 6, 0, 5, 2, 4, 1].flatMap((at) => expected.slice(at, at + 1));
    expect(inOrderOfTime(shuffled)).toEqual(expected);
  });

  it('moves what is dated to a month before the charge to the charge, and nothing of its own month', () => {
    const chargedAt = Date.parse('2026-05-08T12:00:00Z');
    const [before, own] = [reduction('2026-04-30T23:59:59Z', '1'), reduction('2026-05-01T00:00:00Z', '2')];
    expect(eventsOfCharge(chargedAt, [before, own])).toEqual([own, { ...before, atMs: chargedAt }]);
  });
});
