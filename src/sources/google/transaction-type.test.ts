import { describe, expect, it } from 'vitest';
import { contradicts, transactionType } from './transaction-type.ts';

describe('transaction types of the earnings report', () => {
  it.each([
    ['charge', 'gross', 'charge'],
    ['charge refund', 'gross', 'refund'],
    ['charge partial refund', 'gross', 'refund'],
    ['charge rebill', 'gross', 'rebill'],
    ['google fee', 'fee', 'charge'],
    ['google fee refund', 'fee', 'refund'],
    ['google fee partial refund', 'fee', 'refund'],
    ['google fee rebill', 'fee', 'rebill'],
    // Types beginning with it.
    ['google fee (service)', 'fee', 'charge'],
    ['tax', 'tax', 'charge'],
    ['tax refund', 'tax', 'refund'],
    ['tax rebill', 'tax', 'rebill'],
  ])('%s is %s, %s', (type, component, effect) => {
    expect(transactionType(type)).toEqual({ component, effect });
  });

  it.each(['refund', 'chargeback', 'adjustment', 'charge something', 'taxes', ''])('%j is not known', (type) => {
    expect(transactionType(type)).toBeNull();
  });
});

describe('the sign of an amount', () => {
  it.each([
    ['charge', 1n, false],
    ['charge', -1n, true],
    ['charge refund', -1n, false],
    ['charge refund', 1n, true],
    ['charge rebill', -1n, false],
    ['google fee', -1n, false],
    ['google fee', 1n, true],
    ['google fee refund', 1n, false],
    ['google fee partial refund', -1n, true],
    ['google fee rebill', 1n, false],
    ['tax', 1n, false],
    ['tax', -1n, false],
    ['charge', 0n, false],
    ['google fee', 0n, false],
  ])('of %s, %d: contradicts it %j', (kind, amount, expected) => {
    const type = transactionType(kind);
    expect(type && contradicts(type, amount)).toBe(expected);
  });
});
