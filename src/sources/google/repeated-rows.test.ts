import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short } from '../../../test/worlds/charges.ts';
import { googleRow, readGoogle } from '../../../test/worlds/google-exports.ts';
import { DecisionBook } from '../../core/close/decision.ts';
import { netOf } from '../../core/money/components.ts';
import type { AssembledGroup } from '../../core/revenue/assembled.ts';
import { assembleGoogleLoose, assembleGoogleOrder } from './assemble-order.ts';

const row = (type: string, amount: string, more: Record<string, string> = {}) =>
  googleRow({ 'Transaction Type': type, 'Amount (Merchant Currency)': amount, ...more });
const ORDER = [row('Charge', '30.00'), row('Google fee', '-4.50'), row('Tax', '-2.55')];
const [, , TAX = {}] = ORDER;
/** What an earlier version called it. */
const ONCE = 'GPA.1 tax 2026-10-04T08:04:46.000Z -2.550000 USD';
const TAX_SUBJECT = `${ONCE} ai.app.pkg/unlimited/monthly 1 and 1`;

/** The rows of files that do not replace each other, as one order. */
async function assemble(
  files: readonly (readonly Record<string, string>[])[],
  decision: 'one' | 'two' | null = null,
  subject = TAX_SUBJECT,
): Promise<AssembledGroup> {
  const rows = await Promise.all(
    files.map(async (file, index) =>
      (await readGoogle(file)).map((each) => ({ ...each, source: { input: `file-${index}`, line: each.line } })),
    ),
  );
  const about = { subject, month: month('2026-10'), note: '', by: 'ada', at: '', finalMonth: null };
  const decided = decision === null ? [] : [{ code: 'repeated-row' as const, decision, ...about }];
  const rules = { ...rulesOf(), decisions: new DecisionBook(decided) };
  const all = rows.flat();
  return all[0]?.group === '' ? assembleGoogleLoose(all, rules) : assembleGoogleOrder(all, rules);
}

const net = ({ charges }: AssembledGroup): string =>
  short(charges.flatMap(({ lines }) => lines).reduce((sum, { amounts }) => sum + netOf(amounts), 0n));
const codes = ({ findings }: AssembledGroup): string[] => findings.map(({ code }) => code);

describe('equal rows in files that do not replace each other', () => {
  it('count once, and a person is asked', async () => {
    for (const files of [
      [ORDER, [TAX]],
      [[TAX], ORDER],
    ]) {
      const group = await assemble(files);
      // 30.00 - 4.50 - 2.55.
      expect([net(group), codes(group), group.findings[0]?.subject]).toEqual(['22.95', ['repeated-row'], TAX_SUBJECT]);
      expect([...group.fates.values()].map(({ fate }) => fate).sort()).toEqual([
        'booked',
        'booked',
        'booked',
        'exception',
      ]);
    }
  });

  it('decided as one they count once, decided as two each counts', async () => {
    expect(net(await assemble([ORDER, [TAX]], 'one'))).toBe('22.95');
    const two = await assemble([ORDER, [TAX]], 'two');
    expect([net(two), [...two.fates.values()].every(({ fate }) => fate === 'booked')]).toEqual(['20.40', true]);
  });

  it('count as often as the file has them that has them most', async () => {
    // 30.00 - 4.50 - 2 x 2.55; decided as two, three times.
    const files = [[...ORDER, TAX], [TAX]];
    const subject = TAX_SUBJECT.replace('1 and 1', '2 and 1');
    expect([net(await assemble(files)), net(await assemble(files, 'two', subject))]).toEqual(['20.40', '17.85']);
  });

  it('wait again where a third file has them: what was decided is about two', async () => {
    // 30.00 - 4.50 - 2.55 until somebody says so of three; an earlier version's decision is about however many there are.
    const files = [ORDER, [TAX], [TAX]];
    const third = await assemble(files, 'two');
    expect([net(third), third.findings[0]?.subject]).toEqual(['22.95', `${TAX_SUBJECT} and 1`]);
    expect(third.findings[0]?.what).toMatch(/^3 files have this row/);
    expect(net(await assemble(files, 'two', `${TAX_SUBJECT} and 1`))).toBe('17.85');
    expect(net(await assemble(files, 'two', ONCE))).toBe('17.85');
    // Another product of the order has the same amount at the same instant: it is another row.
    const both = ['monthly', 'annual'].map((plan) => row('Tax', '-2.55', { 'Base Plan ID': plan }));
    const sold = [row('Charge', '30.00'), row('Charge', '120.00', { 'Base Plan ID': 'annual' })];
    const group = await assemble([[...sold, ...both], both], 'two');
    expect(group.findings.map(({ subject }) => subject)).toEqual([
      TAX_SUBJECT,
      TAX_SUBJECT.replace('monthly', 'annual'),
    ]);
    // 30.00 - 2 x 2.55 of the monthly plan, 120.00 - 2.55 of the annual one.
    expect(net(group)).toBe('142.35');
  });

  it('of one file are as many as there are, and no question', async () => {
    const group = await assemble([[...ORDER, TAX]]);
    expect([net(group), codes(group)]).toEqual(['20.40', []]);
  });

  it('differ by amount, instant, type, currency or product', async () => {
    for (const other of [
      { 'Amount (Merchant Currency)': '-2.56' },
      { 'Transaction Date': 'Oct 5, 2026' },
      { 'Base Plan ID': '' },
    ])
      expect(codes(await assemble([ORDER, [{ ...TAX, ...other }]]))).toEqual([]);
  });

  it('are asked about without an order too', async () => {
    const account = row('Tax', '-0.27', { Description: '', 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' });
    expect(codes(await assemble([[account], [account]]))).toEqual(['repeated-row', 'unallocated']);
  });
});
