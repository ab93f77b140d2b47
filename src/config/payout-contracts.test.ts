import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../problems/problem.ts';
import { readConfig } from './read-config.ts';

/** Addresses of contracts, without letters. */
const [A, B, C] = ['1', '2', '3'].map((digit) => `0x${digit.repeat(40)}`) as [string, string, string];
const NOWHERE = `0x${'0'.repeat(40)}`;

/** What is wrong with `payouts.methods`; empty where nothing is. */
function faults(methods: string): string {
  const plans = 'plans: [{ id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_1] }]';
  try {
    readConfig(`version: 1\nfirst_month: 2026-08\npayouts: { methods: { ${methods} } }\n${plans}\n`, 'revshare.yaml');
    return '';
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(({ message }) => message).join('\n');
  }
}

describe('token and claim contract (R17)', () => {
  const claims = (token: string, contract: string): string =>
    `{ token: "${token}", chain_id: 1, claim_contract: "${contract}" }`;

  it.each([
    [`usdc: { token: "${NOWHERE}" }`, 'payouts.methods.usdc.token must not be the zero address'],
    [`usdc: ${claims(A, NOWHERE)}`, 'payouts.methods.usdc.claim_contract must not be the zero address'],
    [`sogni: ${claims(A, A)}`, 'payouts.methods.sogni.claim_contract must not be the token, which pays no claims'],
    [
      `usdc: { token: "${A}", chain_id: 1 }, sogni: { token: "${A}", chain_id: 1 }`,
      'payouts.methods.sogni.token must not be that of usdc: they are two assets',
    ],
    [
      `usdc: ${claims(A, C)}, sogni: ${claims(B, C)}`,
      'payouts.methods.sogni.claim_contract must not be that of usdc: a contract has one root',
    ],
  ])('are refused: %s', (methods, message) => {
    expect(faults(methods)).toBe(message);
  });

  it('are taken where they are four, and the same on two chains', () => {
    expect(faults(`usdc: ${claims(A, C)}, sogni: ${claims(B, `0x${'4'.repeat(40)}`)}`)).toBe('');
    expect(faults(`usdc: ${claims(A, C)}, sogni: ${claims(A, C).replace('chain_id: 1', 'chain_id: 10')}`)).toBe('');
  });
});
