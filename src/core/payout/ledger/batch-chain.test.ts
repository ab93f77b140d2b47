import { describe, expect, it } from 'vitest';
import { batchOf, line, TERMS, termsOf } from '../../../../test/judging/batch-by-hand.ts';
import { chainOf, chainText, lineBy, termsOfBatch } from './batch-chain.ts';

const CHAIN = { token: '0xa', chainId: '8453', contract: '' };

describe('the chain of a batch (R17)', () => {
  it('is what the configuration names, lower case; nothing for what is not sent on a chain', () => {
    expect(chainOf(termsOf('usdc', { token: '0xAb', claimContract: '0xCd' }))).toEqual({
      ...{ token: '0xab', chainId: '8453', contract: '0xcd' },
    });
    expect(chainOf(termsOf('sogni', { token: null, chainId: null }))).toEqual({ token: '', chainId: '', contract: '' });
    expect(chainOf(termsOf('spark'))).toBeNull();
    expect(chainOf(termsOf('fiat'))).toBeNull();
  });

  it('reads as a sentence, with the contract through which it is claimed', () => {
    expect(chainText(CHAIN)).toBe('token 0xa on chain 8453');
    expect(chainText({ ...CHAIN, contract: '0xc' })).toBe('token 0xa on chain 8453, claimed from 0xc');
    expect(chainText({ ...CHAIN, chainId: '' })).toBe('');
    expect(chainText(null)).toBe('');
  });

  it('is that of its own lines, whatever the configuration says now', () => {
    const batch = batchOf([line({ method: 'sogni', chain: { token: '', chainId: '', contract: '0xc' }, scale: 9 })]);
    const terms = termsOfBatch(TERMS, batch);
    expect(terms.methods.sogni).toEqual({
      ...{ ...TERMS.methods.sogni, token: null, chainId: null, claimContract: '0xc', scale: 9 },
    });
    expect(terms.methods.usdc).toEqual(TERMS.methods.usdc);
    expect({ ...terms, methods: null }).toEqual({ ...TERMS, methods: null });
    const named = termsOfBatch(TERMS, batchOf([line({ chain: { token: '0xa', chainId: '1', contract: '' } })]));
    expect(named.methods.usdc).toMatchObject({ token: '0xa', chainId: '1', claimContract: null });
  });

  it('of a batch that kept none is the configuration’s', () => {
    const batch = batchOf([line({ chain: null, scale: 9 })]);
    expect(termsOfBatch(TERMS, batch)).toEqual(TERMS);
    expect(lineBy(batch, 'usdc')).toBe(batch.lines[0]);
    expect(lineBy(batch, 'sogni')).toBeUndefined();
  });
});
