import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { month } from '../../../test/worlds/charges.ts';
import type { JudgedFinding } from '../../core/close/judged-finding.ts';
import type { Warning } from '../../core/close/warnings/warning.ts';
import { citedInput } from '../../core/revenue/cited-input.ts';
import { type ShownException, shownException } from '../../render/reports/exceptions-csv.ts';
import { type ToldWarning, warningsCsv } from '../../render/reports/warnings-csv.ts';
import { withApprovedWords } from './approved-words.ts';

const AUGUST = month('2026-08');
const INPUT = 'a'.repeat(64);
const warning = (code: Warning['code'], what: string): Warning => {
  return { code, provider: 'google', subject: '202608', amount: null, what, source: { input: INPUT, line: 3 } };
};
const told = ({ source, ...rest }: Warning): ToldWarning => {
  return { ...rest, source: source === null ? null : citedInput(source.input), line: source?.line ?? null };
};
const KNOWN = warning('unusual-term', 'three months of 1');
const MORE = warning('unfinished-report', 'the report of 202608 ends inside its last line');

describe('the warnings that a month was approved with', () => {
  const warningsOf = (approved: readonly Warning[] | null): readonly Warning[] =>
    withApprovedWords(
      { findings: [], month: AUGUST, warnings: [MORE, KNOWN] },
      { exceptions: [], warnings: approved?.map(told) ?? null },
    ).warnings;

  it('stay where a later version tells more, or the same in other words', () => {
    expect(warningsOf([KNOWN])).toEqual([KNOWN]);
    expect(warningsOf([])).toEqual([]);
    // Equal ones of two files stood in the order of the imports once.
    expect(warningsOf([KNOWN, MORE])).toEqual([KNOWN, MORE]);
    expect(warningsOf([{ ...KNOWN, what: 'it covers 1, not twelve' }])).toEqual([
      { ...KNOWN, what: 'it covers 1, not twelve' },
    ]);
  });

  it('are those of now where an approved one is not told any more, or with another figure, or none are at hand', () => {
    const now = [MORE, KNOWN];
    expect(warningsOf([KNOWN, warning('repeated-sale', 'twice on one day')])).toEqual(now);
    expect(warningsOf([{ ...KNOWN, what: 'three months of 2' }])).toEqual(now);
    expect(warningsOf(null)).toEqual(now);
  });

  it('are, where their file is lost, those of the codes that give its hash', () => {
    const found = [MORE, warning('twin-log', 'two logs'), KNOWN, { ...KNOWN, what: 'three months of 2' }];
    const lost = (approved: readonly Warning[]): readonly Warning[] => {
      const warningsHash = hash('sha256', warningsCsv(approved, AUGUST, 'final'));
      const words = { exceptions: null, warnings: null, warningsHash };
      return withApprovedWords({ findings: [], month: AUGUST, warnings: found }, words).warnings;
    };
    expect(lost(found)).toEqual(found);
    expect(lost(found.slice(2))).toEqual(found.slice(2));
    expect(lost([])).toEqual([]);
    // One of a code without the other: no version told half of them.
    expect(lost([KNOWN])).toEqual(found);
  });
});

describe('the exceptions that a month was approved with', () => {
  const finding = (subject: string, what: string): JudgedFinding => {
    const source = { input: INPUT, line: 7 };
    const decision = null;
    return { code: 'orphan', subject, month: month('2026-08'), what, source, decision };
  };
  const approved = (each: JudgedFinding, what: string): ShownException => {
    return { ...shownException({ ...each, what }, () => 'ledger.csv'), remedy: 'Look for it.' };
  };
  const now = [finding('re_1', 'a refund of 12.50 USD without its charge'), finding('re_2', 'a refund of 3 USD')];
  const [one = finding('', ''), two = finding('', '')] = now;
  const findingsOf = (exceptions: readonly ShownException[] | null): readonly JudgedFinding[] =>
    withApprovedWords({ findings: now, month: AUGUST, warnings: [] }, { exceptions, warnings: [] }).findings;

  it('keep their words and remedy, each by itself', () => {
    const words = approved(one, '12.50 USD went back, and nothing is known of the charge');
    expect(findingsOf([words])).toEqual([{ ...one, what: words.what, remedy: 'Look for it.' }, two]);
  });

  it('have those of now where a figure in them, the row, the subject or the decision is another', () => {
    const same = approved(two, 'went back: 3');
    const isKept = (change: Partial<ShownException>): boolean =>
      findingsOf([{ ...same, ...change }])[1]?.what === same.what;
    expect(isKept({})).toBe(true);
    expect(
      [{ what: 'went back: 4' }, { what: 'went back' }, { line: 8 }, { subject: 're_3' }, { decision: 'accept' }].map(
        isKept,
      ),
    ).toEqual([false, false, false, false, false]);
    expect(findingsOf(null)).toEqual(now);
  });
});
