import { isWholeCurrency, type MethodTerms } from '../ledger/method.ts';

/** Who moves a fiat transfer: e-mail addresses are paid by PayPal, all others by Wise. */
export type FiatRail = 'paypal' | 'wise';

export function fiatRail(destination: string): FiatRail {
  return destination.includes('@') ? 'paypal' : 'wise';
}

/** Currencies in which PayPal pays; a file in another one is refused whole. */
const PAYPAL_CURRENCIES: ReadonlySet<string> = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' '),
);

/** Those that PayPal takes in whole units only: decimals fail the file. */
const PAYPAL_WHOLE: ReadonlySet<string> = new Set(['HUF', 'JPY', 'TWD']);

/** Whether the rail of a destination pays in a currency. Wise says so itself when a file is uploaded. */
export function railTakes(destination: string, currency: string): boolean {
  return fiatRail(destination) === 'wise' || PAYPAL_CURRENCIES.has(currency);
}

/** PayPal's currencies, for a person. */
export const PAYPAL_CURRENCY_LIST = [...PAYPAL_CURRENCIES].join(', ');

/** Decimals of a transfer: those of the method, and none where the currency has no minor unit, or its rail takes none. */
export function scaleOf({ method, scale }: MethodTerms, destination: string, currency: string): number {
  if (method !== 'fiat') return scale;
  const isWhole = isWholeCurrency(currency) || (fiatRail(destination) === 'paypal' && PAYPAL_WHOLE.has(currency));
  return isWhole ? 0 : scale;
}
