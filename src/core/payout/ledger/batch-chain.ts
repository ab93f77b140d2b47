import type { ChainAsset, PayoutBatch, PayoutLine } from './batch.ts';
import type { MethodTerms, PayoutTerms } from './method.ts';

/** Methods that are sent on a chain. */
export const CHAIN_METHODS = ['usdc', 'sogni'] as const;

export type ChainMethod = (typeof CHAIN_METHODS)[number];

/** What a method is sent as: the token and chain that the configuration names; null for what is not sent on a chain. */
export function chainOf({ method, token, chainId, claimContract }: MethodTerms): ChainAsset | null {
  if (method !== 'usdc' && method !== 'sogni') return null;
  const lower = (address: string | null): string => (address ?? '').toLowerCase();
  return { token: lower(token), chainId: chainId ?? '', contract: lower(claimContract) };
}

/** What a person reads of it; empty where nothing is sent on a chain. */
export function chainText(chain: ChainAsset | null): string {
  if (chain === null || chain.chainId === '') return '';
  const through = chain.contract === '' ? '' : `, claimed from ${chain.contract}`;
  return `token ${chain.token} on chain ${chain.chainId}${through}`;
}

/** The first line of a batch that is sent by a method; undefined when none is. All of a method are of one asset. */
export function lineBy(batch: PayoutBatch, method: PayoutLine['method']): PayoutLine | undefined {
  return batch.lines.find((line) => line.method === method);
}

/**
 * The terms by which a batch is sent: token, chain, claim contract and decimals are those that it was prepared with, whatever the
 * configuration says by now (R17). A batch of an earlier version does not say them, and takes those of the configuration.
 */
export function termsOfBatch(terms: PayoutTerms, batch: PayoutBatch): PayoutTerms {
  const own = (method: ChainMethod): MethodTerms => {
    const [given, line] = [terms.methods[method], lineBy(batch, method)];
    if (line === undefined || line.chain === null) return given;
    const { token, chainId, contract } = line.chain;
    const asset = { token: orNull(token), chainId: orNull(chainId), claimContract: orNull(contract) };
    return { ...given, ...asset, scale: line.scale };
  };
  return { ...terms, methods: { ...terms.methods, usdc: own('usdc'), sogni: own('sogni') } };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
