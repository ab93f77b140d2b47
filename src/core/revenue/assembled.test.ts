import { describe, expect, it } from 'vitest';
import { chargeOf, month, usd } from '../../../test/worlds/charges.ts';
import type { Finding } from '../close/finding.ts';
import { AssembledGroup, type PrintedCharge, type SharedFee } from './assembled.ts';

const rowAt = (line: number, gross = '0', currency = 'USD') => {
  return { source: { input: 'f'.repeat(64), line }, gross: usd(gross), currency };
};
const finding = (changed: Partial<Finding> = {}): Finding => ({
  ...{ code: 'orphan', subject: 're_1', month: month('2026-08'), what: 'it is alone', source: null },
  ...changed,
});
const fee: SharedFee = {
  ...{ provider: 'stripe', month: month('2026-08'), id: 'txn_1', cost: usd('2') },
  source: rowAt(9).source,
};
const LEFT_OUT = { reason: 'trial', provider: 'apple', month: month('2026-08'), amount: 0n } as const;

describe('AssembledGroup: what rows turned out to be, and what became of each', () => {
  it('books charges and fees, leaves out and asks', () => {
    const group = new AssembledGroup();
    const [charge, free, alone] = [rowAt(1), rowAt(2), rowAt(3)];
    group.book(chargeOf(), [charge]);
    group.bookFee(fee, fee);
    group.leaveOut(LEFT_OUT, [free]);
    group.report(finding(), [alone]);
    expect(group.charges).toEqual([chargeOf()]);
    expect(group.sharedFees).toEqual([fee]);
    expect(group.exclusions).toEqual([LEFT_OUT]);
    expect([...group.fates]).toEqual([
      [charge.source, { fate: 'booked', by: '' }],
      [fee.source, { fate: 'booked', by: '' }],
      [free.source, { fate: 'left-out', by: 'trial' }],
      [alone.source, { fate: 'exception', by: 'orphan' }],
    ]);
  });

  it('keeps booked what is booked; what waits may still be left out', () => {
    const group = new AssembledGroup();
    const [charge, alone] = [rowAt(1), rowAt(2)];
    group.book(chargeOf(), [charge]);
    group.report(finding(), [charge, alone]);
    group.leaveOut(LEFT_OUT, [charge, alone]);
    expect(group.fates.get(charge.source)?.fate).toBe('booked');
    expect(group.fates.get(alone.source)).toEqual({ fate: 'left-out', by: 'trial' });
  });

  it('says what the rows of an exception come to, a row that is named twice once', () => {
    const group = new AssembledGroup();
    const row = rowAt(1, '2.50', 'EUR');
    group.report(finding(), [row, rowAt(2, '1.25', 'EUR'), row]);
    group.report(finding(), [row, rowAt(2, '1.25', 'USD')]);
    group.report(finding(), []);
    group.report(finding({ amount: { micro: 7n, unit: 'Spark' } }), [row]);
    expect(group.findings).toEqual([
      finding({ amount: { micro: usd('3.75'), unit: 'EUR' } }),
      // Of two currencies there is no sum, and without rows none.
      finding(),
      finding(),
      finding({ amount: { micro: 7n, unit: 'Spark' } }),
    ]);
  });

  it('takes everything but the charges of what other rows became', () => {
    const [other, group] = [new AssembledGroup(), new AssembledGroup()];
    const printed: PrintedCharge = {
      ...({ provider: 'stripe', currency: 'USD', gross: 1n, subscriptionGross: 1n } as const),
      ...{ month: month('2026-08'), grossUsd: 1n, subscriptionGrossUsd: 1n },
    };
    other.book(chargeOf(), [rowAt(1)]);
    other.bookFee(fee, fee);
    other.leaveOut(LEFT_OUT, []);
    other.report(finding(), []);
    other.printedCharges.push(printed);
    group.takeBeside(other);
    expect({ ...group }).toEqual({ ...other, charges: [] });
  });
});
