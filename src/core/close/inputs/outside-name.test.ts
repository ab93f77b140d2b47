import { describe, expect, it } from 'vitest';
import { monthFromText } from '../../month/month.ts';
import { outsideNameFindings, type RowsOutside } from './outside-name.ts';

const OCTOBER = {
  said: '2026-10-01 to 2026-10-31',
  fromMs: Date.UTC(2026, 9, 1),
  beforeMs: Date.UTC(2026, 10, 1),
};

function rows(day: string, count: number, fields: Partial<RowsOutside> = {}): RowsOutside {
  const source = { input: 'a', line: 7 };
  return { provider: 'stripe', named: OCTOBER, dayMs: Date.parse(day), rows: count, source, ...fields };
}

function told(outside: readonly RowsOutside[]): unknown[] {
  return outsideNameFindings(outside).map(({ month, subject }) => [month, subject]);
}

const [AUGUST, SEPTEMBER, IN_OCTOBER, NOVEMBER] = ['2026-08', '2026-09', '2026-10', '2026-11'].map(monthFromText);

describe('rows outside what the name of their file says', () => {
  it('are none where there are none', () => {
    expect(outsideNameFindings([])).toEqual([]);
  });

  it('are told in the month that has them and in the one that lacks them', () => {
    expect(outsideNameFindings([rows('2026-11-05', 1)])).toEqual(
      [NOVEMBER, IN_OCTOBER].map((month, at) => ({
        code: 'outside-its-name',
        subject: `stripe 2026-10-01 to 2026-10-31: 1 in 2026-${11 - at}`,
        month,
        what: '1 row(s) of 2026-11-05 stand in a file that is of 2026-10-01 to 2026-10-31, as its name says',
        source: { input: 'a', line: 7 },
        cause: 'stripe 2026-10-01 to 2026-10-31',
      })),
    );
  });

  it('are missed by the nearest month of a name of several', () => {
    const autumn = { said: 'autumn', fromMs: Date.UTC(2026, 8, 1), beforeMs: Date.UTC(2026, 10, 1) };
    const [before, after] = ['2026-08-05', '2026-11-05'].map((day) => rows(day, 1, { named: autumn }));
    expect(outsideNameFindings(before ? [before] : []).map(({ month }) => month)).toEqual([AUGUST, SEPTEMBER]);
    expect(outsideNameFindings(after ? [after] : []).map(({ month }) => month)).toEqual([NOVEMBER, IN_OCTOBER]);
  });

  it('are told once where the name is of days of one month and the rows of others', () => {
    const named = { ...OCTOBER, said: '2026-10-01 to 2026-10-07', beforeMs: Date.UTC(2026, 9, 8) };
    expect(told([rows('2026-10-08', 2, { named })])).toEqual([
      [IN_OCTOBER, 'stripe 2026-10-01 to 2026-10-07: 2 in 2026-10'],
    ]);
  });

  it('are one exception a month, however many days and files have some', () => {
    const found = outsideNameFindings([
      ...[rows('2026-09-30', 2), rows('2026-11-01', 3), rows('2026-11-20', 4)],
      ...[rows('2026-08-02', 1, { source: { input: 'b', line: 2 } })],
    ]);
    expect(found.map(({ month, subject, source }) => [month, subject, source?.input])).toEqual([
      [SEPTEMBER, 'stripe 2026-10-01 to 2026-10-31: 2 in 2026-09', 'a'],
      // Two of September, seven of November, one of August: October may lack all ten.
      [IN_OCTOBER, 'stripe 2026-10-01 to 2026-10-31: 10 in 2026-10', 'a'],
      [NOVEMBER, 'stripe 2026-10-01 to 2026-10-31: 7 in 2026-11', 'a'],
      [AUGUST, 'stripe 2026-10-01 to 2026-10-31: 1 in 2026-08', 'b'],
    ]);
    expect(found[1]?.what).toContain('10 row(s) of 2026-08-02 to 2026-11-20');
  });

  it('are told by their count: more of them need another decision', () => {
    const [one] = told([rows('2026-11-05', 1)]);
    const [two] = told([rows('2026-11-05', 2)]);
    expect(one).not.toEqual(two);
  });
});
