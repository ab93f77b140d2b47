import type { BalanceReason } from '../ledger/balance.ts';
import type { CountryTerms, PayoutTerms } from '../ledger/method.ts';
import type { Payee } from './payee.ts';
import type { ScreeningResult } from './screening.ts';
import { subjectsOf } from './screening.ts';

/** Why nothing is sent to a wallet for now. */
export interface Held {
  readonly reason: BalanceReason;
  /** In words. */
  readonly why: string;
}

/** What decides whether a wallet is held. */
export interface HoldRules {
  readonly terms: PayoutTerms;
  /** Wallets that a decision withholds in the month, lower case, with its note. */
  readonly withheld: ReadonlyMap<string, string>;
  /** The latest result of each wallet and destination that was screened. */
  readonly screening: ReadonlyMap<string, ScreeningResult>;
}

/** Terms of countries that `payouts.countries` does not name, and of payees without one. */
const OTHER_COUNTRIES = 'other';

/**
 * R17: why a wallet is not to be paid, whatever its balance: a person holds it, its country is not paid, a screening
 * found it, the tax form that its country needs is missing, or nobody screened it where that is required. The first
 * that applies; null when none does.
 *
 * @param destination where it would be sent; empty where nothing says
 */
export function whyHeld(
  wallet: string,
  payee: Payee | undefined,
  destination: string,
  { terms, withheld, screening }: HoldRules,
): Held | null {
  const note = withheld.get(wallet);
  if (note !== undefined) return { reason: 'on-hold', why: note || 'withheld in this month' };
  if (payee !== undefined && payee.hold !== '') return { reason: 'on-hold', why: payee.hold };
  const country = countryTermsOf(payee, terms.countries);
  if (country !== undefined && country.hold !== '') return { reason: 'on-hold', why: country.hold };
  const results = subjectsOf(wallet, destination).map((subject) => screening.get(subject));
  if (results.includes('hit')) return { reason: 'screening-hit', why: 'a screening found it' };
  if (country?.needsTaxForm === true && (payee?.taxForm ?? '') === '') {
    return { reason: 'tax-form-missing', why: 'its tax form is missing' };
  }
  if (terms.screening && !results.includes('clear')) return { reason: 'not-screened', why: 'it was not screened' };
  return null;
}

/** The terms of a payee's country, else those of the others; undefined where the configuration names neither. */
export function countryTermsOf(
  payee: Payee | undefined,
  countries: ReadonlyMap<string, CountryTerms>,
): CountryTerms | undefined {
  return countries.get(payee?.country ?? OTHER_COUNTRIES) ?? countries.get(OTHER_COUNTRIES);
}
