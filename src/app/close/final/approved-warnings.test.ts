import { expect, it } from 'vitest';
import { month } from '../../../../test/worlds/charges.ts';
import type { Warning } from '../../../core/close/warnings/warning.ts';
import { warningsCsv } from '../../../render/reports/warnings-csv.ts';
import { withApprovedWarnings } from './approved-warnings.ts';

const of = (code: Warning['code'], what: string): Warning => {
  return { code, provider: 'google', subject: '202608', amount: null, what, source: { input: 'a', line: 3 } };
};
const KNOWN = of('unusual-term', 'three months');
const MORE = of('unfinished-report', 'the report of 202608 ends inside its last line');
const close = { month: month('2026-08'), warnings: [MORE, KNOWN] };
const csvOf = (warnings: readonly Warning[]): string => warningsCsv(warnings, close.month, 'final');

it('keeps the warnings that a month was approved with, where a later version tells more', () => {
  expect(withApprovedWarnings(close, csvOf([KNOWN])).warnings).toEqual([KNOWN]);
  expect(withApprovedWarnings(close, csvOf([])).warnings).toEqual([]);
  // Equal ones of two files stood in the order of the imports once.
  expect(withApprovedWarnings(close, csvOf([KNOWN, MORE])).warnings).toEqual([KNOWN, MORE]);
});

it('keeps those of now where the approved ones are others, and of a month that is closed for the first time', () => {
  const other = of('unusual-term', 'four months');
  expect(withApprovedWarnings(close, csvOf([KNOWN, other])).warnings).toEqual([MORE, KNOWN]);
  expect(withApprovedWarnings(close, undefined)).toBe(close);
});
