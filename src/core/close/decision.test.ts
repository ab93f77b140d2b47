import { describe, expect, it } from 'vitest';
import { addMonths, monthOf } from '../month/month.ts';
import { allowedDecisions, type Decision, DecisionBook, isAcknowledged, needsNote } from './decision.ts';

const OCTOBER = monthOf(2026, 10);
const ACCEPTED: Decision = {
  code: 'orphan',
  subject: 'txn_1',
  month: OCTOBER,
  decision: 'accept',
  note: '',
  by: 'ada',
  at: '2026-11-20T00:00:00.000Z',
  finalMonth: null,
};
const WALLET = '0xe90C43cBEFC14c5f07783d2CC2585AAAF73F7153';

describe('what a code takes', () => {
  it.each([
    ['orphan', ['accept', 'leave-out']],
    ['mixed-periods', ['accept', 'leave-out']],
    ['over-reduced', ['accept', 'leave-out']],
    ['presentment-missing', ['accept']],
    ['unknown-offer', ['accept']],
    ['late-jobs', ['credit', 'leave-out']],
    ['vendor-model', ['leave-out']],
    ['usage-missing', []],
    ['fx-missing', []],
    ['outside-its-name', ['accept']],
    ['flux', ['accept']],
    ['lists', ['accept']],
    ['controls', ['accept']],
    ['policy', ['accept']],
    ['unknown-type', ['accept', 'leave-out']],
    ['repeated-row', ['one', 'two']],
    ['annual-billed-monthly', ['monthly', 'yearly', 'leave-out']],
    ['instalment', ['monthly', 'yearly', 'leave-out']],
    ['job', ['withhold']],
    ['wallet', ['withhold']],
  ] as const)('%s takes %j', (code, decisions) => {
    expect(allowedDecisions(code)).toEqual(decisions);
  });

  it('gates of a whole month are acknowledged, exceptions are not', () => {
    const codes = ['flux', 'orphan', 'lists', 'controls', 'job', 'policy', 'usage-missing'] as const;
    expect(codes.filter(isAcknowledged)).toEqual(['flux', 'lists', 'controls', 'policy']);
  });

  it('leaving out and withholding need a reason', () => {
    expect((['accept', 'leave-out', 'credit', 'withhold'] as const).filter(needsNote)).toEqual([
      'leave-out',
      'withhold',
    ]);
  });
});

describe('the decisions in force', () => {
  const book = new DecisionBook([
    { ...ACCEPTED, code: 'wallet', subject: WALLET, decision: 'withhold', note: 'review' },
    { ...ACCEPTED, code: 'job', subject: 'job-1', decision: 'withhold', note: 'fraud' },
    { ...ACCEPTED, month: addMonths(OCTOBER, 1), decision: 'leave-out', note: 'twice' },
    ACCEPTED,
  ]);

  it('are found by code, subject and month', () => {
    expect(book.on('orphan', 'txn_1', OCTOBER)).toBe(ACCEPTED);
    expect(book.on('orphan', 'txn_1', addMonths(OCTOBER, 1))?.decision).toBe('leave-out');
    expect(book.on('orphan', 'txn_2', OCTOBER)).toBeNull();
    expect(book.on('orphan', 'txn_1', addMonths(OCTOBER, -1))).toBeNull();
  });

  it('on a subject that comes again are found in whatever month; the latest counts, but what is left out is so in its month', () => {
    expect(book.latestOn('orphan', 'txn_1')?.decision).toBe('accept');
    expect(book.upTo(OCTOBER).latestOn('orphan', 'txn_1')?.decision).toBe('accept');
    expect(book.latestOn('orphan', 'txn_2')).toBeNull();
  });

  it('of later months are none of an earlier month’s', () => {
    expect(book.upTo(OCTOBER).all).toHaveLength(3);
    expect(book.upTo(addMonths(OCTOBER, -1)).all).toEqual([]);
  });

  it('withhold jobs, and wallets for one month', () => {
    expect(book.withheldJobs()).toEqual(['job-1']);
    expect(book.withheldWallets(OCTOBER)).toEqual([{ wallet: WALLET, note: 'review' }]);
    expect(book.withheldWallets(addMonths(OCTOBER, 1))).toEqual([]);
  });

  it('are in the digest without who and when, in an order of their own', () => {
    const forDigest = book.forDigest();
    expect(forDigest).toEqual([
      ['2026-10', 'job', 'job-1', 'withhold', 'fraud'],
      ['2026-10', 'orphan', 'txn_1', 'accept', ''],
      ['2026-10', 'wallet', WALLET, 'withhold', 'review'],
      ['2026-11', 'orphan', 'txn_1', 'leave-out', 'twice'],
    ]);
    const others = [...book.all].reverse().map((each) => ({ ...each, by: 'bo', at: '2027-01-01T00:00:00.000Z' }));
    expect(new DecisionBook(others).forDigest()).toEqual(forDigest);
  });
});
