import { Exact } from '../../money/exact-decimal.ts';
import { type MicroUsd, microFromText } from '../../money/micro.ts';
import { isZeroAddress, shownDestination } from '../../wallet/checksum-address.ts';
import type { BalanceReason } from '../ledger/balance.ts';
import type { PayoutLine, PayoutRate } from '../ledger/batch.ts';
import { CHAIN_METHODS, chainOf } from '../ledger/batch-chain.ts';
import type { MethodTerms, PayoutMethod, PayoutTerms } from '../ledger/method.ts';
import { railTakes, scaleOf } from '../payees/fiat-rail.ts';
import type { Payee } from '../payees/payee.ts';
import { countryTermsOf, type HoldRules, whyHeld } from '../payees/why-held.ts';

/** Finds the rate of an asset: null where it is a dollar by definition, undefined where there is none. */
export type RateOf = (currency: string) => PayoutRate | null | undefined;

/** How wallets are paid in a month. */
export interface SettlementRules extends HoldRules {
  /** The payees in force. */
  readonly payees: ReadonlyMap<string, Payee>;
  readonly rateOf: RateOf;
  /** Hits that the screenings in force do not say any more, with their days (`goneHits`); left out where nothing is sent. */
  readonly goneHits?: ReadonlyMap<string, string>;
}

/** What is sent to a wallet, or why nothing is. */
export interface Settlement {
  readonly line: PayoutLine | null;
  /** Null where the wallet has none. */
  readonly method: PayoutMethod | null;
  readonly reason: BalanceReason;
}

/**
 * R17: what is payable of an unreserved balance. In this order: nothing or less, held (`whyHeld`), no method, a destination
 * that takes nothing, a currency that its rail does not pay in, below the payee's or the method's
 * minimum, no rate, less than the smallest transfer. The fee is taken off first (its proportion truncated to the
 * micro-dollar); the rest is converted and floored to the asset's scale. What the floor leaves stays on the balance.
 */
export function settleWallet(wallet: string, unreserved: MicroUsd, rules: SettlementRules): Settlement {
  const payee = rules.payees.get(wallet);
  const way = wayOf(wallet, payee, rules.terms);
  const stays = (reason: BalanceReason): Settlement => ({ line: null, method: way?.terms.method ?? null, reason });
  if (unreserved < 0n) return stays('deficit');
  if (unreserved === 0n) return stays('');
  const held = whyHeld(wallet, payee, way?.destination ?? '', rules);
  if (held !== null) return stays(held.reason);
  if (way === null) return stays('no-method');
  if (isRefused(way, rules.terms)) return stays('not-a-destination');
  if (way.terms.method === 'fiat' && !railTakes(way.destination, way.currency)) return stays('no-rail');
  if (unreserved < minimumOf(payee, way.terms, rules.terms)) return stays('below-minimum');
  const rate = rules.rateOf(way.currency);
  if (rate === undefined) return stays('no-rate');
  const feeUsd = feeOf(unreserved, way.terms);
  const scale = scaleOf(way.terms, way.destination, way.currency);
  const { assetAmount, payUsd } = convertDown(unreserved - feeUsd, rate, scale);
  if (assetAmount <= 0n) return stays('dust');
  const { method } = way.terms;
  const { destination, currency } = way;
  const line = {
    wallet,
    method,
    destination,
    currency,
    balanceUsd: unreserved,
    feeUsd,
    payUsd,
    assetAmount,
    scale,
    rate,
    chain: chainOf(way.terms),
  };
  return { line, method, reason: '' };
}

/** The greatest of the minimums of the method, of the payee's country and of the payee. */
export function minimumOf(payee: Payee | undefined, { minimumUsd }: MethodTerms, terms: PayoutTerms): MicroUsd {
  const country = countryTermsOf(payee, terms.countries)?.minimumUsd ?? 0n;
  const own = payee?.minimumUsd === undefined ? 0n : microFromText(payee.minimumUsd);
  return [country, own].reduce((most, each) => (each > most ? each : most), minimumUsd);
}

/** How a wallet is paid. */
export interface PayoutWay {
  readonly terms: MethodTerms;
  readonly destination: string;
  readonly currency: string;
}

/** Method, destination and currency of a wallet; null when it has none. A wallet can be sent tokens, not fiat. */
export function wayOf(wallet: string, payee: Payee | undefined, terms: PayoutTerms): PayoutWay | null {
  const method = payee?.method ?? terms.defaultMethod;
  if (method === null) return null;
  const own = terms.methods[method];
  const named = payee?.destination ?? '';
  const destination = named !== '' ? named : method === 'fiat' ? '' : wallet;
  if (destination === '') return null;
  const currency = payee === undefined || payee.currency === '' ? own.asset : payee.currency;
  return { terms: own, destination: shownDestination(destination), currency };
}

/**
 * Whether what is sent there is lost or fails, and with it a whole file of transfers: the zero address, and the contracts
 * of the tokens and of their claims.
 */
function isRefused({ destination }: PayoutWay, { methods }: PayoutTerms): boolean {
  const to = destination.toLowerCase();
  const contracts = CHAIN_METHODS.flatMap((method) => [methods[method].token, methods[method].claimContract]);
  return isZeroAddress(to) || contracts.some((each) => each !== null && each.toLowerCase() === to);
}

/** What a transfer of a balance costs, in whole micro-dollars. */
export function feeOf(balance: MicroUsd, { fee }: MethodTerms): MicroUsd {
  if (fee.proportion === null) return fee.fixedUsd;
  return fee.fixedUsd + BigInt(new Exact(balance.toString()).times(fee.proportion).floor().toFixed(0));
}

const MICRO_SCALE = 6;

/**
 * Dollars as units of 10^-scale of an asset, floored; and what these units take off the balance, in micro-dollars,
 * rounded up: never more than the dollars, never less than what is sent.
 */
export function convertDown(
  amount: MicroUsd,
  rate: PayoutRate | null,
  scale: number,
): { assetAmount: bigint; payUsd: MicroUsd } {
  if (amount <= 0n) return { assetAmount: 0n, payUsd: 0n };
  // As fractions of whole numbers: rate = numerator / denominator dollars for one unit.
  const [numerator, denominator] = fractionOf(rate?.value ?? '1');
  const micro = 10n ** BigInt(MICRO_SCALE);
  const units = 10n ** BigInt(scale);
  const assetAmount = (amount * denominator * units) / (numerator * micro);
  const worth = assetAmount * numerator * micro;
  const whole = denominator * units;
  return { assetAmount, payUsd: (worth + whole - 1n) / whole };
}

/** A plain decimal text as a fraction. */
function fractionOf(text: string): [bigint, bigint] {
  const [whole = '', fraction = ''] = text.split('.');
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)];
}
