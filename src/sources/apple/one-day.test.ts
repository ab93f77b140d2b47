import { describe, expect, it } from 'vitest';
import { appleRow } from '../../../test/worlds/apple-exports.ts';
import { all, inputOf, problemsOf, tableOf } from '../../../test/worlds/export-files.ts';
import { ofOneDay } from './one-day.ts';
import { readAppleSubscriberReport } from './subscriber-report.ts';

const reportOf = (name: string, ...days: string[]) => {
  const rows = days.map((day) => appleRow({ 'Event Date': `2026-10-${day}` }));
  const input = inputOf(tableOf(rows, '\t'), name);
  return ofOneDay(input, readAppleSubscriberReport(input));
};

describe('a daily report', () => {
  it.each([
    ['its own day', 'Subscriber_1_20261010.txt', ['10', '10']],
    ['the neighbouring days', 'Subscriber_1_20261010.txt', ['09', '10', '11']],
    ['a day that its name does not tell, and a neighbour', 'report.txt', ['10', '10', '11']],
  ])('has rows of %s', async (_, name, days) => {
    expect(await all(reportOf(name, ...days))).toHaveLength(days.length);
  });

  it.each([
    ['no row of the day in its name', ['11', '09', '11'], 1],
    ['one', ['10', '11', '11'], 0],
    ['no row at all', [], 0],
  ])('with %s is told, or not', async (_, days, told) => {
    const warnings: string[] = [];
    const rows = days.map((day) => appleRow({ 'Event Date': `2026-10-${day}` }));
    const text = days.length === 0 ? tableOf([appleRow({})], '\t').replace(/\n.+/s, '\n') : tableOf(rows, '\t');
    const input = { ...inputOf(text, 'Subscriber_1_20261010.txt'), warn: (what: string) => warnings.push(what) };
    await all(ofOneDay(input, readAppleSubscriberReport(input)));
    expect(warnings).toEqual(
      Array(told).fill(
        'has no row of 2026-10-10, the day in its name, and all of 2026-10-09 and 2026-10-11: is it that day’s report, whose rows would count twice?',
      ),
    );
  });

  it.each([
    ['the day in its name', 'Subscriber_1_20261010.txt', ['10', '12', '12'], 3],
    ['the day of most of its rows', 'report.txt', ['12', '10', '10'], 2],
    ['the earliest of several days of as many rows', 'report.txt', ['10', '11', '12'], 4],
  ])('has no rows further away from %s', async (_, name, days, line) => {
    const problems = await problemsOf(reportOf(name, ...days));
    expect(problems.map(({ code, place }) => [code, place.line, place.column])).toEqual([['not-a-day', line, 1]]);
  });
});
