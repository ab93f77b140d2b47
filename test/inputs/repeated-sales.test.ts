import { describe, expect, it } from 'vitest';
import { appleFile, appleRow, earnings, smallWorld } from '../worlds/small-world.ts';
import { reconcile, reportRows } from '../worlds/world.ts';

/** The warnings about repeated sales of October, and net revenue. */
async function told(files: Readonly<Record<string, string>>): Promise<[string[], string]> {
  const world = smallWorld();
  for (const [name, text] of Object.entries(files)) world.write(name, text);
  const reconciled = await reconcile(world);
  const rows = reportRows(reconciled, 'warnings.csv').filter(({ code }) => code === 'repeated-sale');
  return [rows.map(({ provider, subject }) => `${provider} ${subject}`), reconciled.document.net_revenue_usd];
}

describe('a row of an export that stands twice', () => {
  it('of Apple counts twice, and is told', async () => {
    // Proceeds of 16.99, three times; the third sale is another subscriber's.
    const rows = [appleRow(), appleRow(), appleRow({ 'Subscriber ID': '7' })];
    expect(await told({ 'Subscriber_1_20261012.txt': appleFile(rows) })).toEqual([
      ['apple 5500000000001-6700000001-2026-10-12#2'],
      '50.970000',
    ]);
    expect((await told({ 'Subscriber_1_20261012.txt': appleFile(rows.slice(1)) }))[0]).toEqual([]);
  });

  it('of Google is a part of its order, and told where it is equal or of another day', async () => {
    const file = (...rows: readonly (readonly [string, number, string, string])[]) =>
      told({ 'earnings_202610_1-1.csv': earnings(...rows) });
    const charge = ['GPA.1', 12, 'Charge', '10.00'] as const;
    expect(await file(charge, charge)).toEqual([['google GPA.1'], '20.000000']);
    expect(await file(charge, ['GPA.1', 14, 'Charge', '7.00'])).toEqual([['google GPA.1'], '17.000000']);
    // Parts of one sale: other amounts, of the same time.
    expect(await file(charge, ['GPA.1', 12, 'Charge', '7.00'])).toEqual([[], '17.000000']);
  });

  it('of Google in two files of one instant may be the first one corrected: both count, and it is told', async () => {
    const first = { 'earnings_202610_1-1.csv': earnings(['GPA.1', 12, 'Charge', '10.00']) };
    // 10.00 + 9.50; before, without a word.
    const corrected = { 'earnings_202610_1-2.csv': earnings(['GPA.1', 12, 'Charge', '9.50']) };
    expect(await told({ ...first, ...corrected })).toEqual([['google GPA.1'], '19.500000']);
    // A refund of 5.00 that became 5.10: 10.00 - 10.10, of which 0.10 is beyond the charge.
    const refunds = ['-5.00', '-5.10'].map((amount, at) => ({
      [`earnings_202610_1-${at + 2}.csv`]: earnings(['GPA.1', 14, 'Charge refund', amount]),
    }));
    expect(await told({ ...first, ...refunds[0] })).toEqual([[], '5.000000']);
    expect(await told({ ...first, ...refunds[0], ...refunds[1] })).toEqual([['google GPA.1'], '0.000000']);
    // Another order of that instant is none of it.
    const other = { 'earnings_202610_1-2.csv': earnings(['GPA.2', 12, 'Charge', '9.50']) };
    expect(await told({ ...first, ...other })).toEqual([[], '19.500000']);
  });
});
