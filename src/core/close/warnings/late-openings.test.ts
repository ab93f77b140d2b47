import { expect, it } from 'vitest';
import { chargeOf, month } from '../../../../test/worlds/charges.ts';
import { LateOpenings } from './late-openings.ts';

const MAY_14 = Date.UTC(2026, 4, 14);

function told(charges: readonly Parameters<typeof chargeOf>[0][], since: number | null = MAY_14): string[] {
  const firstExportMs = new Map(since === null ? [] : [['stripe', since] as const]);
  const openings = new LateOpenings(month('2026-10'), { inputs: new Set(['opening']), firstExportMs });
  for (const charge of charges) openings.note(chargeOf({ source: { input: 'opening', line: 2 }, ...charge }));
  return openings.warnings().map(({ code, provider, subject, what }) => `${code} ${provider} ${subject}: ${what}`);
}

it('tells of charges of opening.csv from after the first export of their store', () => {
  const june = { at: '2026-06-01T00:00:00Z', months: 12 };
  expect(told([june, { ...june, id: 'ch_2' }])).toEqual([
    'late-opening stripe ch_1: 2 charge(s) of opening.csv, ch_1 of 2026-06 among them, are of months after 2026-05-14, from when on there are exports',
  ]);
  // June alone: nothing of it posts in October.
  expect(told([{ ...june, months: 1 }])).toEqual([]);
  expect(told([june], null)).toEqual([]);
});

it('tells of a month whose first instant has an export already: nothing of it is from before', () => {
  const june = { at: '2026-06-01T00:00:00Z', months: 12 };
  expect(told([june], Date.UTC(2026, 5, 1))).toHaveLength(1);
  expect(told([june], Date.UTC(2026, 5, 1, 0, 0, 0, 1))).toEqual([]);
});

it('leaves alone what may be from before the exports, and the exports’ own', () => {
  expect(told([{ at: '2026-05-01T00:00:00Z', months: 12 }])).toEqual([]);
  expect(told([{ at: '2026-06-01T00:00:00Z', months: 12, source: { input: 'ledger', line: 2 } }])).toEqual([]);
});
