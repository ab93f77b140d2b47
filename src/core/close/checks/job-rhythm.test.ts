import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../month/durations.ts';
import { monthOf } from '../../month/month.ts';
import { quietStretches } from './job-rhythm.ts';

const OCTOBER = monthOf(2026, 10);
const START = Date.parse('2026-10-01T00:00:00Z');
const END = Date.parse('2026-11-01T00:00:00Z');

/** Every hour of October with as many rows as asked for. */
function hours(rowsAt: (hour: number) => number) {
  return Array.from({ length: 31 * 24 }, (_, at) => ({ atMs: START + at * HOUR_MS, rows: rowsAt(at) }));
}
const stretch = (from: string, until: string) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) });

describe('the rhythm of a job log', () => {
  it('is broken by a day or an hour with less than a tenth of its like', () => {
    // 14 October is the 14th day: hours 312 to 335. 20 October 05:00 is hour 19 x 24 + 5 = 461.
    const rows = hours((at) => (at >= 312 && at < 336 ? 9 : at === 461 ? 0 : 100));
    expect(quietStretches(OCTOBER, rows, END)).toEqual([
      stretch('2026-10-14T00:00:00Z', '2026-10-15T00:00:00Z'),
      stretch('2026-10-20T05:00:00Z', '2026-10-20T06:00:00Z'),
    ]);
    // A tenth itself is enough.
    expect(
      quietStretches(
        OCTOBER,
        hours((at) => (at >= 312 && at < 336 ? 10 : 100)),
        END,
      ),
    ).toEqual([]);
  });

  it('is told in order, and together what follows each other', () => {
    // 3 October 02:00 is hour 50, 5 October 03:00 hour 99; 14 and 15 October are hours 312 to 359; 16 October 00:00 is hour 360.
    const rows = hours((at) => (at === 50 || at === 99 || (at >= 312 && at <= 360) ? 0 : 100));
    expect(quietStretches(OCTOBER, rows, END)).toEqual([
      stretch('2026-10-03T02:00:00Z', '2026-10-03T03:00:00Z'),
      stretch('2026-10-05T03:00:00Z', '2026-10-05T04:00:00Z'),
      stretch('2026-10-14T00:00:00Z', '2026-10-16T01:00:00Z'),
    ]);
  });

  it('begins at a hundred rows a day', () => {
    // 99 a day, one of them without any; then 100.
    const daily = (usual: number) => hours((at) => (at % 24 === 0 && at !== 312 ? usual : 0));
    expect(quietStretches(OCTOBER, daily(99), END)).toEqual([]);
    expect(quietStretches(OCTOBER, daily(100), END)).toEqual([stretch('2026-10-14T00:00:00Z', '2026-10-15T00:00:00Z')]);
  });

  it('has nights and weekends: an hour is held against the same hour of the same weekday', () => {
    const weekly = (at: number): number => (at % 168 < 48 ? 5 : 200);
    expect(
      quietStretches(
        OCTOBER,
        hours((at) => (at % 24 < 6 ? 0 : 300)),
        END,
      ),
    ).toEqual([]);
    // Two quiet days a week: a day of 120 rows is a fortieth of one of 4800.
    expect(quietStretches(OCTOBER, hours(weekly), END).length).toBeGreaterThan(0);
    expect(
      quietStretches(
        OCTOBER,
        hours((at) => (at % 168 < 48 ? 25 : 200)),
        END,
      ),
    ).toEqual([]);
  });

  it('is none in a small log, and none beyond the instant that is looked from', () => {
    expect(
      quietStretches(
        OCTOBER,
        hours((at) => (at % 50 === 0 ? 3 : 0)),
        END,
      ),
    ).toEqual([]);
    const half = hours((at) => (at < 240 ? 100 : 0));
    expect(quietStretches(OCTOBER, half, START + 240 * HOUR_MS)).toEqual([]);
  });

  /** Days of October from the first on, each with so many rows in its first hour. */
  const daily = (...counts: number[]) => counts.map((rows, at) => ({ atMs: START + at * 24 * HOUR_MS, rows }));
  const dayEnd = (days: number) => START + days * 24 * HOUR_MS;

  it('is what most days have, the first and the last among them', () => {
    // 0, 100 and 100 rows: the median is 100, whichever of the days is the quiet one.
    const quietOn = (...counts: number[]) => quietStretches(OCTOBER, daily(...counts), dayEnd(3));
    expect(quietOn(0, 100, 100)).toEqual([stretch('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')]);
    expect(quietOn(100, 100, 0)).toEqual([stretch('2026-10-03T00:00:00Z', '2026-10-04T00:00:00Z')]);
  });

  it('is the lower of two where half of the days are quiet: none of them stands out', () => {
    expect(quietStretches(OCTOBER, daily(0, 100), dayEnd(2))).toEqual([]);
    expect(quietStretches(OCTOBER, daily(100, 0, 0, 100), dayEnd(4))).toEqual([]);
  });

  it('says nothing of a day that still runs, and takes nothing from it', () => {
    // Looked at on the third day at noon: its 100 rows do not make the first day stand out among the two that are over.
    expect(quietStretches(OCTOBER, daily(0, 100, 100), dayEnd(2.5))).toEqual([]);
  });
});
