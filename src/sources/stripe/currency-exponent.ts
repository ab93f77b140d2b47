/** Currencies that Stripe's API counts in whole units. ISK and UGX are whole too, but are sent as hundredths. */
const WHOLE_UNITS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/** Millionths of a currency in one minor unit of Stripe's API. */
export function microPerMinorUnit(currency: string): bigint {
  if (WHOLE_UNITS.has(currency)) return 1_000_000n;
  return THOUSANDTHS.has(currency) ? 1_000n : 10_000n;
}
