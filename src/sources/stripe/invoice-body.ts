import type { Invoice, InvoiceLine } from './invoice.ts';

/** An invoice as the text it is kept as; amounts and instants survive exactly. */
export function writeInvoice(invoice: Invoice): string {
  return JSON.stringify(invoice, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** An invoice from the text it is kept as. A month's close reads every one there is, so no value is looked at that is no amount. */
export function readInvoice(text: string): Invoice {
  const invoice = JSON.parse(text) as Kept & Invoice & { readonly lines?: readonly (Kept & InvoiceLine)[] };
  readAmounts(invoice, AMOUNTS);
  for (const line of invoice.lines ?? []) readAmounts(line, AMOUNTS_OF_LINE);
  // Kept by a version that did not ask for it.
  return invoice.customer === undefined ? { ...invoice, customer: '' } : invoice;
}

/** The names of the fields that are amounts, none forgotten: they are kept as `20000000n`. */
type AmountsOf<Row> = { readonly [Field in keyof Row as Row[Field] extends bigint ? Field : never]: true };

const AMOUNTS = namesOf({
  subtotal: true,
  discounts: true,
  creditGrants: true,
  total: true,
  tax: true,
  amountDue: true,
  lineRounding: true,
} satisfies AmountsOf<Invoice>);

const AMOUNTS_OF_LINE = namesOf({ weight: true } satisfies AmountsOf<InvoiceLine>);

function namesOf(amounts: Readonly<Record<string, true>>): readonly string[] {
  return Object.keys(amounts);
}

type Kept = Record<string, unknown>;

/** What an earlier version did not keep stays away. */
function readAmounts(row: Kept, names: readonly string[]): void {
  for (const name of names) {
    const text = row[name];
    if (typeof text === 'string') row[name] = BigInt(text.slice(0, -1));
  }
}
