import { monthOf } from '../../src/core/month/month.ts';
import type { CumulativeClaim, PayoutBatch, PayoutLine, RailFile } from '../../src/core/payout/ledger/batch.ts';
import type { MethodTerms, PayoutTerms } from '../../src/core/payout/ledger/method.ts';
import { checksumAddress } from '../../src/core/wallet/checksum-address.ts';
import { railFiles } from '../../src/render/rails/rail-files.ts';

/** For the tests of rails: batches by hand. */

const OCTOBER = monthOf(2026, 10);
export const TOKEN = checksumAddress(`0x${'70'.repeat(20)}`);

export const walletOf = (byte: string): string => `0x${byte.repeat(20)}`;

export function line(fields: Partial<PayoutLine>): PayoutLine {
  const wallet = fields.wallet ?? walletOf('a1');
  return {
    wallet,
    method: 'usdc',
    destination: checksumAddress(wallet),
    currency: 'USDC',
    balanceUsd: 12_345_678n,
    feeUsd: 0n,
    payUsd: 12_345_678n,
    assetAmount: 12_345_678n,
    scale: 6,
    rate: null,
    chain: null,
    ...fields,
  };
}

export function batchOf(lines: readonly PayoutLine[]): PayoutBatch {
  const keys = [...new Set(lines.map(({ method, currency }) => `${method} ${currency}`))].sort();
  return {
    id: 'c0ffee'.padEnd(64, '0'),
    month: OCTOBER,
    sequence: 1,
    lines,
    totals: keys.map((key) => {
      const own = lines.filter(({ method, currency }) => `${method} ${currency}` === key);
      const sum = (of: (line: PayoutLine) => bigint): bigint => own.reduce((all, each) => all + of(each), 0n);
      const [first] = own as [PayoutLine];
      return {
        method: first.method,
        currency: first.currency,
        scale: first.scale,
        lines: own.length,
        payUsd: sum((each) => each.payUsd),
        feeUsd: sum((each) => each.feeUsd),
        assetAmount: sum((each) => each.assetAmount),
      };
    }),
  };
}

export function termsOf(method: MethodTerms['method'], fields: Partial<MethodTerms> = {}): MethodTerms {
  const scale = { usdc: 6, sogni: 18, spark: 2, fiat: 2 }[method];
  const asset = { usdc: 'USDC', sogni: 'SOGNI', spark: 'SPARK', fiat: 'USD' }[method];
  const fee = { fixedUsd: 0n, proportion: null };
  return { method, asset, scale, minimumUsd: 0n, fee, token: TOKEN, chainId: '8453', claimContract: null, ...fields };
}

export const TERMS: PayoutTerms = {
  ...{ defaultMethod: null, maxBatchUsd: null, maxAdjustmentUsd: null, payer: null, twoPerson: false },
  ...{ screening: false, countries: new Map() },
  methods: { usdc: termsOf('usdc'), sogni: termsOf('sogni'), spark: termsOf('spark'), fiat: termsOf('fiat') },
};

export async function filesOf(
  batch: PayoutBatch,
  claims: Partial<Record<'usdc' | 'sogni', readonly CumulativeClaim[]>> = {},
  terms: PayoutTerms = TERMS,
  names: ReadonlyMap<string, string> = new Map(),
): Promise<Map<string, string>> {
  const owed = new Map(Object.entries(claims)) as ReadonlyMap<'usdc' | 'sogni', readonly CumulativeClaim[]>;
  const files = new Map<string, string>();
  for await (const { name, text } of railFiles({ batch, terms, claims: owed, names }) as AsyncIterable<RailFile>) {
    if (files.has(name)) throw new Error(`${name} twice`);
    files.set(name, text);
  }
  return files;
}
