import { z } from 'zod';
import { problem } from '../../problems/problem.ts';
import type { InputHead, SourceInput } from '../input.ts';
import { jsonDocuments } from '../json-documents.ts';
import { lineOfInput } from '../line-of-input.ts';
import { ProblemList } from '../problem-list.ts';
import { microPerMinorUnit } from './currency-exponent.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';

/** Minor units: up to what the database keeps, in any currency. */
const minor = z.number().int().min(-1e12).max(1e12);
/** Unix seconds up to the year 9999. */
const second = z.number().int().min(0).max(253402300799);
const objectOrId = z
  .union([z.string(), z.object({ id: z.string() })])
  .transform((it) => (typeof it === 'string' ? it : it.id));
const amounts = z.array(z.object({ amount: minor })).nullish();
const parentDetails = z.object({ proration: z.boolean().nullish(), subscription: objectOrId.nullish() }).nullish();

/** An invoice line in the shapes before and after API version 2025-03-31.basil. */
const apiLine = z.object({
  id: z.string(),
  amount: minor,
  period: z.object({ start: second, end: second }),
  discount_amounts: amounts,
  proration: z.boolean().nullish(),
  subscription: objectOrId.nullish(),
  parent: z.object({ subscription_item_details: parentDetails, invoice_item_details: parentDetails }).nullish(),
  pricing: z.object({ price_details: z.object({ price: objectOrId.nullish() }).nullish() }).nullish(),
  price: z.object({ id: z.string() }).nullish(),
  plan: z.object({ id: z.string() }).nullish(),
  taxes: z.array(z.object({ amount: minor, tax_behavior: z.string().nullish() })).nullish(),
  tax_amounts: z.array(z.object({ amount: minor, inclusive: z.boolean().nullish() })).nullish(),
});

const apiInvoice = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  currency: z.string().regex(/^[A-Za-z]{3}$/, 'expected a code of three letters'),
  livemode: z.boolean().nullish(),
  subtotal: minor.nullish(),
  total: minor,
  amount_due: minor.nullish(),
  tax: minor.nullish(),
  total_taxes: amounts,
  total_tax_amounts: amounts,
  subscription: objectOrId.nullish(),
  parent: z.object({ subscription_details: z.object({ subscription: objectOrId.nullish() }).nullish() }).nullish(),
  paid_out_of_band: z.boolean().nullish(),
  created: second.nullish(),
  status_transitions: z.object({ finalized_at: second.nullish(), paid_at: second.nullish() }).nullish(),
  lines: z.object({ data: z.array(apiLine), has_more: z.boolean().nullish() }),
});
type ApiInvoice = z.infer<typeof apiInvoice>;
type ApiLine = z.infer<typeof apiLine>;

/** Stripe, invoice objects of the API (JSON or JSON Lines). */
export function isStripeInvoicesJson(head: InputHead): boolean {
  return /^\s*[[{]/.test(head.text) && /"object"\s*:\s*"invoice"|"lines"\s*:\s*\{/.test(head.text);
}

/**
 * Reads invoice objects: one a line, a JSON array, pages of a list, or events that hold them.
 *
 * @throws InvalidInput with the path of what is not as the API writes it
 */
export async function* readStripeInvoicesJson(input: SourceInput): AsyncGenerator<{ invoice: Invoice; line: number }> {
  const problems = new ProblemList();
  for await (const { value, line } of jsonDocuments(input, problems)) {
    for (const object of invoicesIn(value)) {
      const parsed = apiInvoice.safeParse(object);
      if (parsed.success) {
        yield { invoice: fromApi(parsed.data), line };
        continue;
      }
      const excerpt =
        problems.problems.length === 0 ? { excerpt: (await lineOfInput(input, line)).slice(0, 2000) } : {};
      for (const issue of parsed.error.issues) {
        const message = `the invoice ${nameOf(object)} is not as the API writes it: ${wordsOf(issue)}`;
        problems.add(problem('bad-json', { file: input.name, line, ...excerpt }, message, REMEDY));
      }
    }
  }
  problems.throwIfAny();
}

const REMEDY = 'Export the invoices again as the API returns them, each with its lines.';

function nameOf(object: unknown): string {
  const id = (object as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : 'without an id';
}

function wordsOf(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'it' : path} (${issue.message.replace(/^Invalid input: /, '')})`;
}

function invoicesIn(value: unknown): unknown[] {
  const object = value as { object?: unknown; data?: unknown } | null;
  if (object?.object === 'list' && Array.isArray(object.data)) return object.data;
  if (object?.object === 'event') return invoicesIn((object.data as { object?: unknown } | undefined)?.object);
  return [value];
}

function fromApi(api: ApiInvoice): Invoice {
  const unit = microPerMinorUnit(api.currency.toUpperCase());
  const micro = (amount: number | null | undefined): bigint => BigInt(amount ?? 0) * unit;
  const tax = sum(api.total_taxes) ?? sum(api.total_tax_amounts) ?? api.tax ?? 0;
  const lines = api.lines.data.map((line) => lineFromApi(line, unit)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    id: api.id,
    from: 'json',
    subscription: subscriptionOf(api),
    status: api.status ?? 'draft',
    currency: api.currency.toUpperCase(),
    subtotal: micro(api.subtotal),
    total: micro(api.total),
    tax: micro(tax),
    amountDue: micro(api.amount_due),
    liveMode: api.livemode ?? true,
    paidOutOfBand: api.paid_out_of_band ?? false,
    complete: !(api.lines.has_more ?? false),
    atMs: (api.status_transitions?.paid_at ?? api.status_transitions?.finalized_at ?? api.created ?? 0) * 1000,
    span: null,
    lines,
  };
}

function subscriptionOf(api: ApiInvoice): string {
  const ofLine = (line: ApiLine): string | null | undefined =>
    line.parent?.subscription_item_details?.subscription ?? line.subscription;
  return (
    api.parent?.subscription_details?.subscription ??
    api.subscription ??
    api.lines.data.map(ofLine).find((id) => id != null) ??
    ''
  );
}

function lineFromApi(line: ApiLine, unit: bigint): InvoiceLine {
  const inclusiveTax = [
    ...(line.taxes ?? []).filter((tax) => tax.tax_behavior === 'inclusive'),
    ...(line.taxes == null ? (line.tax_amounts ?? []) : []).filter(
      (tax) => 'inclusive' in tax && tax.inclusive === true,
    ),
  ];
  const weight = line.amount - (sum(line.discount_amounts) ?? 0) - (sum(inclusiveTax) ?? 0);
  return {
    id: line.id,
    price: line.pricing?.price_details?.price ?? line.price?.id ?? line.plan?.id ?? '',
    startMs: line.period.start * 1000,
    endMs: line.period.end * 1000,
    proration:
      line.parent?.subscription_item_details?.proration ??
      line.parent?.invoice_item_details?.proration ??
      line.proration ??
      false,
    weight: BigInt(weight) * unit,
  };
}

function sum(parts: readonly { readonly amount: number }[] | null | undefined): number | null {
  return parts == null ? null : parts.reduce((total, part) => total + part.amount, 0);
}
