import { formatMonth, monthEndMs } from '../../core/month/month.ts';
import type { PayoutBatch, PayoutLine } from '../../core/payout/ledger/batch.ts';
import type { MethodTerms } from '../../core/payout/ledger/method.ts';
import { keccakOfText } from '../../core/wallet/keccak.ts';

/** A token on a chain: what a transfer needs beside receiver and amount. */
export interface Token {
  readonly address: string;
  readonly chainId: string;
}

/** The token of a method; null when revshare.yaml names none. */
export function tokenOf({ token, chainId }: MethodTerms): Token | null {
  return token === null || chainId === null ? null : { address: token, chainId };
}

const TRANSFER = {
  inputs: [
    { internalType: 'address', name: 'to', type: 'address' },
    { internalType: 'uint256', name: 'value', type: 'uint256' },
  ],
  name: 'transfer',
  payable: false,
};

/**
 * ERC-20 transfers as a file of Safe's Transaction Builder, with the checksum by which it tells a changed file. Its
 * `createdAt` is the end of the month, not the clock: the same batch gives the same bytes.
 */
export function safeBatch(batch: PayoutBatch, token: Token, lines: readonly PayoutLine[], part: string): string {
  const file = {
    version: '1.0',
    chainId: token.chainId,
    createdAt: monthEndMs(batch.month),
    meta: {
      name: `Payouts ${formatMonth(batch.month)}${part}`,
      description: `revshare batch ${batch.id}`,
      txBuilderVersion: '1.18.0',
      createdFromSafeAddress: '',
      createdFromOwnerAddress: '',
    },
    transactions: lines.map((line) => ({
      to: token.address,
      value: '0',
      data: null,
      contractMethod: TRANSFER,
      contractInputsValues: { to: line.destination, value: line.assetAmount.toString() },
    })),
  };
  const checksum = safeChecksum(file);
  return `${JSON.stringify({ ...file, meta: { ...file.meta, checksum } }, null, 2)}\n`;
}

/** What Transaction Builder computes of a file without its checksum: Keccak-256 of its own serialization, name left out. */
export function safeChecksum(file: { readonly meta: object }): string {
  return keccakOfText(serialized({ ...file, meta: { ...file.meta, name: null } }));
}

/** Sorted keys as a list, then the values, each followed by a comma. */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  const values = keys.map((key) => `${serialized((value as Record<string, unknown>)[key])},`);
  return `{${JSON.stringify(keys)}${values.join('')}}`;
}
