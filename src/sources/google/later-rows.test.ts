import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short, usd } from '../../../test/worlds/charges.ts';
import { googleRow, readGoogle } from '../../../test/worlds/google-exports.ts';
import { DecisionBook } from '../../core/close/decision.ts';
import type { Finding } from '../../core/close/finding.ts';
import { netOf } from '../../core/money/components.ts';
import type { AssembledGroup } from '../../core/revenue/assembled.ts';
import { assembleGoogleLoose, assembleGoogleOrder } from './assemble-order.ts';

type Row = Record<string, string>;

const row = (type: string, amount: string, day: number, more: Row = {}): Row =>
  googleRow({
    'Transaction Type': type,
    'Amount (Merchant Currency)': amount,
    'Transaction Date': `Oct ${day}, 2026`,
    ...more,
  });
const ANNUAL = { 'Base Plan ID': 'annual' };
/** Two products with a charge: a row without any fits none. */
const TWO = [row('Charge', '20.00', 4), row('Charge', '120.00', 4, ANNUAL)];
const NO_PRODUCT = { 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' };
const NO_ORDER = { Description: '', ...NO_PRODUCT };

type Decided = Pick<Finding, 'code' | 'subject'> & { readonly decision?: 'accept' | 'leave-out' };

/** The rows as one order, all in one file, with what was decided about the findings. */
async function assemble(rows: readonly Row[], decided: readonly Decided[]) {
  const said = { month: month('2026-10'), note: '', by: 'ada', at: '', finalMonth: null } as const;
  const rules = {
    ...rulesOf(),
    decisions: new DecisionBook(
      decided.map(({ code, subject, decision = 'accept' }) => ({ code, subject, decision, ...said })),
    ),
  };
  const read = (await readGoogle(rows)).map((each) => ({ ...each, source: { input: 'a', line: each.line } }));
  return read[0]?.group === '' ? assembleGoogleLoose(read, rules) : assembleGoogleOrder(read, rules);
}

/** What charges, rows and fees for the whole account come to. */
function net({ charges, sharedFees }: AssembledGroup): bigint {
  const all = charges.flatMap(({ lines, rowAmounts }) => [...lines, ...rowAmounts]);
  const fees = sharedFees.reduce((sum, { cost }) => sum + cost, 0n);
  return all.reduce((sum, { amounts }) => sum + netOf(amounts), -fees);
}

const waiting = ({ fates }: AssembledGroup): number =>
  [...fates.values()].filter(({ fate }) => fate === 'exception').length;

describe('a decision about rows is about no row that comes later', () => {
  it.each([
    {
      what: 'a second refund',
      before: [row('Charge refund', '-20.00', 5)],
      later: row('Charge refund', '-5.00', 9),
      ...{ expected: '-20.00', once: 'GPA.1', ofEarlier: '-25.00' },
    },
    {
      what: 'the refund of a fee, later than that of its charge',
      before: [row('Charge refund', '-20.00', 5), row('Google fee refund', '3.00', 5)],
      later: row('Google fee refund', '1.00', 9),
      ...{ expected: '-17.00', once: 'GPA.1', ofEarlier: '-16.00' },
    },
    {
      what: 'a fee without its charge',
      before: [row('Google fee', '-3.00', 5)],
      later: row('Google fee', '-1.00', 9),
      ...{ expected: '-3.00', once: 'GPA.1', ofEarlier: '-4.00' },
    },
    {
      what: 'an equal row of an unknown type',
      before: [row('Promotion', '1.00', 5)],
      later: row('Promotion', '1.00', 9),
      // The earlier version took back what it knew by the order alone.
      ...{ expected: '1.00', once: 'GPA.1', ofEarlier: '0.00' },
    },
    {
      what: 'an equal row at another instant that fits no product',
      before: [...TWO, row('Google fee', '-3.00', 5, NO_PRODUCT)],
      later: row('Google fee', '-3.00', 9, NO_PRODUCT),
      // A fee of the whole account.
      ...{ expected: '137.00', once: 'GPA.1  google fee -3.000000', ofEarlier: '134.00' },
    },
    {
      what: 'an equal row without an order, on the same day',
      before: [row('Adjustment', '-0.27', 5, NO_ORDER)],
      later: row('Adjustment', '-0.27', 5, NO_ORDER),
      // Nothing tells the two apart: both wait.
      ...{ expected: '0.00', once: '2026-10-05 adjustment -270000', ofEarlier: '-0.54' },
    },
    {
      what: 'a row without an order, in another currency',
      before: [row('Adjustment', '-0.27', 5, NO_ORDER)],
      later: row('Adjustment', '-0.27', 5, { ...NO_ORDER, 'Merchant Currency': 'EUR' }),
      // -0.27 - 0.27 x 1.08375 = -0.27 - 0.292612 (half-even of 0.2926125).
      ...{ expected: '-0.27', once: '2026-10-05 adjustment -270000', ofEarlier: '-0.562612' },
    },
  ])('$what', async ({ before, later, expected, once, ofEarlier }) => {
    const first = await assemble(before, []);
    const taken = await assemble(before, first.findings);
    expect([first.findings.length, waiting(taken)]).toEqual([1, 0]);
    const more = await assemble([...before, later], first.findings);
    expect(short(net(more))).toBe(expected);
    expect(waiting(more)).toBeGreaterThan(0);
    const all = await assemble([...before, later], more.findings);
    expect(waiting(all)).toBe(0);
    // What an earlier version kept stands for what it named.
    const code = first.findings[0]?.code ?? 'orphan';
    expect(short(net(await assemble([...before, later], [{ code, subject: once }])))).toBe(ofEarlier);
  });

  it('nor is it asked for again: the refund of a fee that was accepted alone stays so when that of its charge comes', async () => {
    const fee = row('Google fee refund', '3.00', 5);
    const { findings } = await assemble([fee], []);
    expect(findings.map(({ code }) => code)).toEqual(['incomplete-order']);
    const later = await assemble([fee, row('Charge refund', '-20.00', 9)], findings);
    expect([later.findings.map(({ code }) => code), waiting(later)]).toEqual([['orphan', 'incomplete-order'], 1]);
    expect(short(net(later))).toBe('3.00');
    const all = await assemble([fee, row('Charge refund', '-20.00', 9)], later.findings);
    expect([waiting(all), short(net(all))]).toEqual([0, '-17.00']);
    // Of the same instant they are one refund (R6): another thing than what was accepted.
    const once = await assemble([fee, row('Charge refund', '-20.00', 5)], findings);
    expect([once.findings.map(({ code }) => code), waiting(once), short(net(once))]).toEqual([['orphan'], 2, '0.00']);
  });

  it('what was accepted of a fee alone comes back by its rebill, and no more', async () => {
    const fee = row('Google fee refund', '3.00', 5);
    const { findings } = await assemble([fee], []);
    const back = await assemble([fee, row('Google fee rebill', '-3.00', 9)], findings);
    expect([waiting(back), short(net(back))]).toEqual([0, '0.00']);
    const more = await assemble([fee, row('Google fee rebill', '-3.01', 9)], findings);
    expect([more.findings.map(({ code }) => code), short(net(more))]).toEqual([
      ['incomplete-order', 'orphan-restoration'],
      '3.00',
    ]);
  });

  describe('what an earlier version asked about again stays as it was decided', () => {
    const fee = row('Google fee refund', '3.00', 5);
    const subject = 'GPA.1 ai.app.pkg/unlimited/monthly 2026-10-05T08:04:46.000Z google fee refund 3.000000 USD';
    const accepted: Decided = { code: 'incomplete-order', subject };

    it('a refund of a fee that was left out as an orphan, once a refund of the charge had come', async () => {
      const rows = [fee, row('Charge refund', '-20.00', 9)];
      const orphan: Decided = { code: 'orphan', subject, decision: 'leave-out' };
      const group = await assemble(rows, [accepted, orphan]);
      expect([group.findings.map(({ code }) => code), short(net(group))]).toEqual([['orphan', 'orphan'], '0.00']);
    });

    it('and what it called by the order: the refund of the fee stays accepted', async () => {
      const rows = [fee, row('Charge refund', '-20.00', 9)];
      const group = await assemble(rows, [{ code: 'incomplete-order', subject: 'GPA.1' }]);
      expect([group.findings.map(({ code }) => code), short(net(group))]).toEqual([
        ['orphan', 'incomplete-order'],
        '3.00',
      ]);
    });
  });

  it('nor about another rebill of what nothing took', async () => {
    const [known] = (await assemble([row('Charge rebill', '20.00', 5)], [])).findings;
    const both = [row('Charge rebill', '20.00', 5), row('Charge rebill', '7.00', 9)];
    const subjects = (await assemble(both, [])).findings.map(({ subject }) => subject);
    expect(subjects).toContain(known?.subject);
    expect(new Set(subjects).size).toBe(2);
  });

  it('law: of refunds without a charge, those post whose instant has no other row than when they were accepted', async () => {
    const refund = fc.record({ day: fc.integer({ min: 1, max: 4 }), cents: fc.integer({ min: 1, max: 3 }) });
    const rowsOf = (all: readonly { day: number; cents: number }[]): Row[] =>
      all.map(({ day, cents }) => row('Charge refund', `-0.0${cents}`, day));
    await fc.assert(
      fc.asyncProperty(
        fc.array(refund, { minLength: 1, maxLength: 5 }),
        fc.array(refund, { maxLength: 3 }),
        async (before, later) => {
          const { findings } = await assemble(rowsOf(before), []);
          const group = await assemble(rowsOf([...before, ...later]), findings);
          const untouched = before.filter(({ day }) => !later.some((each) => each.day === day));
          expect(net(group)).toBe(untouched.reduce((sum, { cents }) => sum - BigInt(cents) * usd('0.01'), 0n));
        },
      ),
    );
  });
});
