import type { Invoice } from './invoice.ts';

/** An invoice as the text it is kept as; amounts and instants survive exactly. */
export function writeInvoice(invoice: Invoice): string {
  return JSON.stringify(invoice, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

export function readInvoice(text: string): Invoice {
  const invoice = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as Invoice;
  // Kept by a version that did not ask for it.
  return { ...invoice, customer: invoice.customer ?? '' };
}
