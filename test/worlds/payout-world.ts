import { Exact } from '../../src/core/money/exact-decimal.ts';
import type { PayoutBatch } from '../../src/core/payout/ledger/batch.ts';
import type { LedgerBatch } from '../../src/core/payout/ledger/ledger.ts';
import type { MethodTerms, PayoutMethod, PayoutTerms } from '../../src/core/payout/ledger/method.ts';
import type { Payee } from '../../src/core/payout/payees/payee.ts';
import type { SettlementRules } from '../../src/core/payout/preparation/settle.ts';
import { month, usd } from './charges.ts';

/** For the tests of payouts: wallets in order, months, terms and rates. */

/** Wallets in order. */
export const [ADA, BEN, CLEO, DORA] = ['1', '2', '3', '4'].map((digit) => `0x${digit.repeat(40)}`) as [
  string,
  string,
  string,
  string,
];

export const AUGUST = month('2026-08');
export const SEPTEMBER = month('2026-09');
export const OCTOBER = month('2026-10');

/** What a method costs in a test: nothing, and no minimum, unless said. */
export interface TermsGiven {
  readonly minimum?: string;
  readonly fixed?: string;
  readonly proportion?: string;
}

const SCALES: Readonly<Record<PayoutMethod, number>> = { usdc: 6, sogni: 18, spark: 2, fiat: 2 };

export function termsOf(
  given: Partial<Record<PayoutMethod, TermsGiven>> = {},
  defaultMethod: PayoutMethod | null = 'usdc',
): PayoutTerms {
  const terms = (method: PayoutMethod): MethodTerms => ({
    method,
    asset: method === 'fiat' ? 'USD' : method.toUpperCase(),
    scale: SCALES[method],
    minimumUsd: usd(given[method]?.minimum ?? '0'),
    fee: {
      fixedUsd: usd(given[method]?.fixed ?? '0'),
      proportion: given[method]?.proportion === undefined ? null : new Exact(given[method].proportion),
    },
    token: null,
    chainId: null,
    claimContract: null,
  });
  return {
    ...{ defaultMethod, maxBatchUsd: null, maxAdjustmentUsd: null, payer: null, twoPerson: false },
    ...{ screening: false, countries: new Map() },
    methods: { usdc: terms('usdc'), sogni: terms('sogni'), spark: terms('spark'), fiat: terms('fiat') },
  };
}

export function payeeOf(wallet: string, given: Partial<Payee> = {}): Payee {
  return { wallet, method: null, destination: '', currency: '', hold: '', fromMonth: AUGUST, ...given };
}

const RATES: Readonly<Record<string, string>> = { SOGNI: '0.0371', SPARK: '0.005', EUR: '1.1637', JPY: '0.0066173' };

/** Rates of 2026-08-31 as given here; USDC and USD are dollars, others have none. */
export function rulesOf(terms: PayoutTerms, payees: readonly Payee[] = []): SettlementRules {
  return {
    terms,
    payees: new Map(payees.map((payee) => [payee.wallet, payee])),
    withheld: new Map(),
    screening: new Map(),
    rateOf: (currency) => {
      if (currency === 'USDC' || currency === 'USD') return null;
      const value = RATES[currency];
      return value === undefined ? undefined : { pair: `${currency}/USD`, date: '2026-08-31', value };
    },
  };
}

/** A batch of which nothing has been sent. */
export function freshBatch(batch: PayoutBatch, ordinal = 1): LedgerBatch {
  return { batch, ordinal, sent: new Map(), voided: false, voidedAfter: null };
}
