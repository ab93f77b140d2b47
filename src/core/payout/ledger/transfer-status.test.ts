import { describe, expect, it } from 'vitest';
import { transferOutcome } from './transfer-status.ts';

describe('transferOutcome (R17)', () => {
  it.each([
    // PayPal's payout items and Wise's transfers, as their exports write them.
    ['SUCCESS', 'paid'],
    ['Completed', 'paid'],
    ['outgoing_payment_sent', 'paid'],
    ['PENDING', 'on-its-way'],
    ['UNCLAIMED', 'on-its-way'],
    ['ONHOLD', 'on-its-way'],
    ['On Hold', 'on-its-way'],
    ['FAILED', 'came-back'],
    ['RETURNED', 'came-back'],
    ['BLOCKED', 'came-back'],
    ['REFUNDED', 'came-back'],
    ['REVERSED', 'came-back'],
    ['CANCELLED', 'came-back'],
    ['funds_refunded', 'came-back'],
  ])('%s is %s', (word, outcome) => {
    expect(transferOutcome(word)).toBe(outcome);
  });

  it.each(['', 'ok?', 'UNSUCCESSFUL', 'not completed'])('%j says nothing that is known', (word) => {
    expect(transferOutcome(word)).toBeNull();
  });
});
