import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExactLine, inCents } from './cents.ts';

describe('a journal in cents', () => {
  it('rounds an entry by largest remainder, and carries what is left in one last entry', () => {
    // 1.005 + 1.005 - 2.010: floors 1.00, 1.00, -2.01 miss a cent; of the two remainders of half a cent the first is raised.
    const entry: ExactLine[] = [
      { account: 'a', amount: 1_005_000n },
      { account: 'b', amount: 1_005_000n },
      { account: 'c', amount: -2_010_000n },
    ];
    const once = [
      { account: 'a', cents: 101n },
      { account: 'b', cents: 100n },
      { account: 'c', cents: -201n },
    ];
    expect(inCents([entry], 6)).toEqual({ entries: [once], rounding: [] });
    // Twice: a and b have 2.01 each exactly, and 2.02 and 2.00 were posted.
    expect(inCents([entry, entry], 6)).toEqual({
      entries: [once, once],
      rounding: [
        { account: 'a', cents: -1n },
        { account: 'b', cents: 1n },
      ],
    });
  });

  it('refuses an entry that does not balance', () => {
    expect(() => inCents([[{ account: 'a', amount: 1n }]], 6)).toThrow(/off balance by 1/);
  });

  it('balances in every entry, and every account is within a cent of its exact sum', () => {
    const account = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const free = fc.array(fc.record({ account, amount: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }) }), {
      maxLength: 5,
    });
    const balanced = free.map((lines) => {
      const sum = lines.reduce((total, { amount }) => total + amount, 0n);
      return [...lines, { account: 'z', amount: -sum }];
    });
    fc.assert(
      fc.property(fc.array(balanced, { maxLength: 20 }), fc.integer({ min: 2, max: 12 }), (entries, decimals) => {
        const { entries: rounded, rounding } = inCents(entries, decimals);
        const sums = new Map<string, bigint>();
        const cents = new Map<string, bigint>();
        for (const lines of [...rounded, rounding]) {
          expect(lines.reduce((sum, line) => sum + line.cents, 0n)).toBe(0n);
          for (const line of lines) cents.set(line.account, (cents.get(line.account) ?? 0n) + line.cents);
        }
        for (const line of entries.flat()) sums.set(line.account, (sums.get(line.account) ?? 0n) + line.amount);
        const unit = 10n ** BigInt(decimals - 2);
        for (const [name, sum] of sums) {
          const off = (cents.get(name) ?? 0n) * unit - sum;
          expect(off > -unit && off < unit).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the cents that flooring leaves', () => {
  const lines = (...amounts: readonly bigint[]) => amounts.map((amount, at) => ({ account: `A${at}`, amount }));
  const centsOf = (...amounts: readonly bigint[]) => {
    const [entry] = inCents([lines(...amounts)], 6).entries;
    return entry?.map(({ account, cents }) => `${account} ${cents}`);
  };

  it('go to the largest remainders; a line of zero is none', () => {
    // 0.004, 0.007 and 0.009 against -0.020: two cents are missing.
    expect(centsOf(4_000n, 7_000n, 9_000n, -20_000n)).toEqual(['A1 1', 'A2 1', 'A3 -2']);
    expect(centsOf(9_000n, 7_000n, 4_000n, -20_000n)).toEqual(['A0 1', 'A1 1', 'A3 -2']);
  });

  it('go to the first among equals', () => {
    expect(centsOf(5_000n, 5_000n, -10_000n)).toEqual(['A0 1', 'A2 -1']);
    expect(centsOf(-10_000n, 5_000n, 5_000n)).toEqual(['A0 -1', 'A1 1']);
  });
});
