import { Exact } from '../core/money/exact-decimal.ts';
import { microFromText } from '../core/money/micro.ts';
import type { CountryTerms, MethodTerms, PayoutMethod, PayoutTerms } from '../core/payout/ledger/method.ts';
import type { WrittenConfig } from './schema.ts';

const DEFAULTS: Readonly<Record<PayoutMethod, { asset: string; scale: number; minimumUsd: string }>> = {
  usdc: { asset: 'USDC', scale: 6, minimumUsd: '10' },
  sogni: { asset: 'SOGNI', scale: 18, minimumUsd: '1' },
  spark: { asset: 'SPARK', scale: 2, minimumUsd: '0.5' },
  fiat: { asset: 'USD', scale: 2, minimumUsd: '25' },
};

/** The `payouts` section with its defaults. They are no part of the policy as written, nor of the digest. */
export function payoutTerms(written: WrittenConfig['payouts']): PayoutTerms {
  const terms = (method: PayoutMethod): MethodTerms => {
    const own = DEFAULTS[method];
    const named = written?.methods?.[method];
    const chain = named as
      | { readonly token?: string; readonly chain_id?: string; readonly claim_contract?: string }
      | undefined;
    const proportion = named?.fee_proportion === undefined ? null : new Exact(named.fee_proportion);
    return {
      method,
      asset: own.asset,
      scale: named?.scale === undefined ? own.scale : Number(named.scale),
      minimumUsd: dollars(written?.minimum_usd?.[method] ?? own.minimumUsd),
      fee: {
        fixedUsd: dollars(named?.fee_fixed_usd ?? '0'),
        proportion: proportion === null || proportion.isZero() ? null : proportion,
      },
      token: chain?.token ?? null,
      chainId: chain?.chain_id ?? null,
      claimContract: chain?.claim_contract ?? null,
    };
  };
  return {
    defaultMethod: written?.default_method ?? null,
    maxBatchUsd: capOf(written?.max_batch_usd),
    maxAdjustmentUsd: capOf(written?.max_adjustment_usd),
    payer: written?.payer === undefined ? null : { name: written.payer.name, contact: written.payer.contact ?? '' },
    twoPerson: written?.two_person === 'true',
    screening: written?.screening === 'required',
    countries: new Map(Object.entries(written?.countries ?? {}).map(([code, named]) => [code, countryTerms(named)])),
    methods: { usdc: terms('usdc'), sogni: terms('sogni'), spark: terms('spark'), fiat: terms('fiat') },
  };
}

type WrittenCountry = NonNullable<NonNullable<WrittenConfig['payouts']>['countries']>[string];

function countryTerms({ hold = '', minimum_usd, tax_form }: WrittenCountry): CountryTerms {
  return { hold, minimumUsd: capOf(minimum_usd), needsTaxForm: tax_form === 'required' };
}

function capOf(text: string | undefined): bigint | null {
  return text === undefined ? null : dollars(text);
}

/** The schema lets only amounts through. */
function dollars(text: string): bigint {
  return microFromText(text);
}
