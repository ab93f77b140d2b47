import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { monthFromText } from '../../month/month.ts';
import { type Decision, DecisionBook } from '../decision.ts';
import type { Finding } from '../finding.ts';
import { outsideNameFindings, type RowsOutside } from './outside-name.ts';

const OCTOBER = {
  said: '2026-10-01 to 2026-10-31',
  fromMs: Date.UTC(2026, 9, 1),
  beforeMs: Date.UTC(2026, 10, 1),
};

function rows(day: string, count: number, fields: Partial<RowsOutside> = {}): RowsOutside {
  const source = { input: 'a', line: 7 };
  const amount = { currency: 'USD', gross: BigInt(count) * usd('20') };
  return { provider: 'stripe', named: OCTOBER, dayMs: Date.parse(day), rows: count, ...amount, source, ...fields };
}

function told(outside: readonly RowsOutside[]): unknown[] {
  return findings(outside).map(({ month, subject }) => [month, subject]);
}

function findings(outside: readonly RowsOutside[], decisions: readonly Decision[] = []): Finding[] {
  return outsideNameFindings(outside, new DecisionBook(decisions));
}

const [AUGUST, SEPTEMBER, IN_OCTOBER, NOVEMBER] = ['2026-08', '2026-09', '2026-10', '2026-11'].map(monthFromText);

describe('rows outside what the name of their file says', () => {
  it('are none where there are none', () => {
    expect(findings([])).toEqual([]);
  });

  it('are told in the month that has them and in the one that lacks them', () => {
    expect(findings([rows('2026-11-05', 1)])).toEqual(
      [NOVEMBER, IN_OCTOBER].map((month, at) => ({
        code: 'outside-its-name',
        subject: `stripe 2026-10-01 to 2026-10-31: 1 in 2026-${11 - at} of 2026-11-05 (20.000000 USD)`,
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
    expect(findings(before ? [before] : []).map(({ month }) => month)).toEqual([AUGUST, SEPTEMBER]);
    expect(findings(after ? [after] : []).map(({ month }) => month)).toEqual([NOVEMBER, IN_OCTOBER]);
  });

  it('are told once where the name is of days of one month and the rows of others', () => {
    const named = { ...OCTOBER, said: '2026-10-01 to 2026-10-07', beforeMs: Date.UTC(2026, 9, 8) };
    expect(told([rows('2026-10-08', 2, { named })])).toEqual([
      [IN_OCTOBER, 'stripe 2026-10-01 to 2026-10-07: 2 in 2026-10 of 2026-10-08 (40.000000 USD)'],
    ]);
  });

  it('are one exception a month, however many days and files have some', () => {
    const found = findings([
      ...[rows('2026-09-30', 2), rows('2026-11-01', 3), rows('2026-11-20', 4)],
      ...[rows('2026-08-02', 1, { source: { input: 'b', line: 2 } })],
    ]);
    expect(found.map(({ month, subject, source }) => [month, subject, source?.input])).toEqual([
      [SEPTEMBER, 'stripe 2026-10-01 to 2026-10-31: 2 in 2026-09 of 2026-09-30 (40.000000 USD)', 'a'],
      // Two of September, seven of November, one of August: October may lack all ten.
      [IN_OCTOBER, 'stripe 2026-10-01 to 2026-10-31: 10 in 2026-10 of 2026-08-02 to 2026-11-20 (200.000000 USD)', 'a'],
      [NOVEMBER, 'stripe 2026-10-01 to 2026-10-31: 7 in 2026-11 of 2026-11-01 to 2026-11-20 (140.000000 USD)', 'a'],
      [AUGUST, 'stripe 2026-10-01 to 2026-10-31: 1 in 2026-08 of 2026-08-02 (20.000000 USD)', 'b'],
    ]);
    expect(found[1]?.what).toContain('10 row(s) of 2026-08-02 to 2026-11-20');
  });

  it('are told by their count, days and amounts: others need another decision', () => {
    const euros = { currency: 'EUR', gross: usd('20') };
    const all = [
      [rows('2026-11-05', 1)],
      [rows('2026-11-05', 2)],
      [rows('2026-11-06', 1)],
      [rows('2026-11-05', 1, { gross: usd('50') })],
      [rows('2026-11-05', 1, euros)],
    ].map((each) => told(each)[0]);
    expect(new Set(all.map(String)).size).toBe(5);
    expect(told([rows('2026-11-05', 1), rows('2026-11-05', 1, euros)])[0]).toEqual([
      ...[NOVEMBER, 'stripe 2026-10-01 to 2026-10-31: 2 in 2026-11 of 2026-11-05 (20.000000 EUR and 20.000000 USD)'],
    ]);
  });

  it('are what an earlier version called them, where it was decided on that', () => {
    const subject = 'stripe 2026-10-01 to 2026-10-31: 1 in 2026-11';
    const decided = { subject, month: monthFromText('2026-11'), note: '', by: 'ada', at: '', finalMonth: null };
    const found = findings([rows('2026-11-06', 1)], [{ ...decided, code: 'outside-its-name', decision: 'accept' }]);
    expect(found[0]?.subject).toBe(subject);
  });
});
