import { z } from 'zod';
import { compareText } from '../../core/text/compare-text.ts';
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
const credits = z.array(z.object({ amount: minor, type: z.string().nullish() })).nullish();
const parentDetails = z.object({ proration: z.boolean().nullish(), subscription: objectOrId.nullish() }).nullish();

/** An invoice line in the shapes before and after API version 2025-03-31.basil. */
const apiLine = z.object({
  id: z.string(),
  amount: minor,
  description: z.string().nullish(),
  period: z.object({ start: second, end: second }),
  discount_amounts: amounts,
  pretax_credit_amounts: credits,
  proration: z.boolean().nullish(),
  subscription: objectOrId.nullish(),
  parent: z.object({ subscription_item_details: parentDetails, invoice_item_details: parentDetails }).nullish(),
  pricing: z.object({ price_details: z.object({ price: objectOrId.nullish() }).nullish() }).nullish(),
  price: z.object({ id: z.string() }).nullish(),
  plan: z.object({ id: z.string() }).nullish(),
  taxes: z.array(z.object({ amount: minor, tax_behavior: z.string().nullish() })).nullish(),
  tax_amounts: z.array(z.object({ amount: minor, inclusive: z.boolean().nullish() })).nullish(),
});

const payment = z.object({ charge: objectOrId.nullish(), payment_intent: objectOrId.nullish() });

/** An invoice as the API returns it, in the shapes before and after API version 2025-03-31.basil. */
const invoiceObject = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  paid: z.boolean().nullish(),
  currency: z.string().regex(/^[A-Za-z]{3}$/, 'expected a code of three letters'),
  livemode: z.boolean().nullish(),
  subtotal: minor.nullish(),
  total: minor,
  amount_due: minor.nullish(),
  tax: minor.nullish(),
  total_taxes: amounts,
  total_tax_amounts: amounts,
  total_discount_amounts: amounts,
  total_pretax_credit_amounts: credits,
  subscription: objectOrId.nullish(),
  customer: objectOrId.nullish(),
  parent: z.object({ subscription_details: z.object({ subscription: objectOrId.nullish() }).nullish() }).nullish(),
  paid_out_of_band: z.boolean().nullish(),
  amount_paid_off_stripe: minor.nullish(),
  charge: objectOrId.nullish(),
  payment_intent: objectOrId.nullish(),
  payments: z.object({ data: z.array(z.object({ payment: payment.nullish() })) }).nullish(),
  created: second.nullish(),
  status_transitions: z.object({ finalized_at: second.nullish(), paid_at: second.nullish() }).nullish(),
  lines: z.object({ data: z.array(apiLine), has_more: z.boolean().nullish(), total_count: z.number().int().nullish() }),
});
type ApiInvoice = z.infer<typeof invoiceObject>;
type ApiLine = z.infer<typeof apiLine>;

/** The same with a date: nothing was ever made in the second 0 of 1970. */
export const apiInvoice = invoiceObject.refine((api) => instantsOf(api).length > 0, {
  path: ['created'],
  message: 'expected the date of the invoice',
});

/** An invoice of the API in the form of both exports. Amounts are minor units of its currency there. */
export function fromApi(api: ApiInvoice): Invoice {
  const unit = microPerMinorUnit(api.currency.toUpperCase());
  const micro = (amount: number | null | undefined): bigint => BigInt(amount ?? 0) * unit;
  // Invoices of before there were tax rates have a percentage, and a tax that stands in no list.
  const tax = sum(api.total_taxes) || sum(api.total_tax_amounts) || (api.tax ?? 0);
  const apiLines = [...api.lines.data].sort((a, b) => compareText(a.id, b.id));
  const [latestMs = 0] = instantsOf(api);
  const discounts = sum(api.total_discount_amounts) ?? total(apiLines, (line) => sum(line.discount_amounts) ?? 0);
  const grants = grantsOf(api.total_pretax_credit_amounts) || total(apiLines, grantsOfLine);
  return {
    id: api.id,
    from: 'json',
    subscription: subscriptionOf(api, apiLines),
    customer: api.customer ?? '',
    status: api.status ?? (api.paid === true ? 'paid' : 'draft'),
    currency: api.currency.toUpperCase(),
    subtotal: micro(api.subtotal),
    discounts: micro(discounts),
    creditGrants: micro(grants),
    total: micro(api.total),
    tax: micro(tax),
    amountDue: micro(api.amount_due ?? api.total),
    liveMode: api.livemode ?? true,
    ...outOfBand(api),
    mayBeTrial: apiLines.every(mayBeTrial),
    complete: !(api.lines.has_more ?? false) && (api.lines.total_count ?? 0) <= apiLines.length,
    atMs: latestMs,
    madeMs: api.created ? api.created * 1000 : latestMs,
    payments: paymentsOf(api),
    span: null,
    lines: apiLines.map((line) => lineFromApi(line, unit)),
    lineRounding: apiLines.some((line) => inclusiveTax(line) !== 0) ? BigInt(apiLines.length) * unit : 0n,
  };
}

/**
 * Whether it says that it was paid outside Stripe, or that it was not. Until 2025-03-31.basil it says so in a word; from
 * 2026-05-27.dahlia on with how much was, where that was asked for: all, or there is a row of the rest. In between, nothing.
 */
function outOfBand(api: ApiInvoice): Pick<Invoice, 'paidOutOfBand' | 'deniesOutOfBand'> {
  const [due, outside] = [api.amount_due ?? api.total, api.amount_paid_off_stripe ?? null];
  const says = api.paid_out_of_band ?? (outside === null ? null : outside > 0 && outside >= due);
  return { paidOutOfBand: says ?? false, ...(says === false ? { deniesOutOfBand: true } : {}) };
}

/** When it was paid, finalized and made, as far as it says so, in ms UTC. */
function instantsOf(api: Pick<ApiInvoice, 'created' | 'status_transitions'>): number[] {
  const { paid_at, finalized_at } = api.status_transitions ?? {};
  return [paid_at, finalized_at, api.created].flatMap((at) => (at ? [at * 1000] : []));
}

function subscriptionOf(api: ApiInvoice, lines: readonly ApiLine[]): string {
  const ofLine = ({ parent, subscription }: ApiLine): string | null | undefined =>
    parent?.subscription_item_details?.subscription ?? parent?.invoice_item_details?.subscription ?? subscription;
  return (
    api.parent?.subscription_details?.subscription ??
    api.subscription ??
    lines.map(ofLine).find((id) => id != null) ??
    ''
  );
}

function paymentsOf(api: ApiInvoice): string[] {
  const named = [api, ...(api.payments?.data ?? []).map((each) => each.payment)];
  const ids = named.flatMap((each) => [each?.charge ?? '', each?.payment_intent ?? '']);
  return [...new Set(ids.filter((id) => id !== ''))].sort(compareText);
}

/** A line of a trial is free, no part of a change, and says so where it says anything. */
function mayBeTrial(line: ApiLine): boolean {
  return line.amount === 0 && !isProration(line) && (line.description == null || /\btrial\b/i.test(line.description));
}

function isProration({ parent, proration }: ApiLine): boolean {
  return parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? proration ?? false;
}

function lineFromApi(line: ApiLine, unit: bigint): InvoiceLine {
  const weight = line.amount - (sum(line.discount_amounts) ?? 0) - grantsOfLine(line) - inclusiveTax(line);
  return {
    id: line.id,
    price: line.pricing?.price_details?.price ?? line.price?.id ?? line.plan?.id ?? '',
    startMs: line.period.start * 1000,
    endMs: line.period.end * 1000,
    proration: isProration(line),
    weight: BigInt(weight) * unit,
  };
}

function inclusiveTax(line: ApiLine): number {
  const after = (line.taxes ?? []).filter((tax) => tax.tax_behavior === 'inclusive');
  const before = line.taxes == null ? (line.tax_amounts ?? []).filter((tax) => tax.inclusive === true) : [];
  return total([...after, ...before], (tax) => tax.amount);
}

/** Credit grants that paid before tax. Discounts stand in the same list, and in one of their own. */
function grantsOf(list: z.infer<typeof credits>): number {
  const grants = (list ?? []).filter(({ type }) => type === 'credit_balance_transaction');
  return total(grants, (grant) => grant.amount);
}

function grantsOfLine(line: ApiLine): number {
  return grantsOf(line.pretax_credit_amounts);
}

function sum(parts: readonly { readonly amount: number }[] | null | undefined): number | null {
  return parts == null ? null : total(parts, (part) => part.amount);
}

function total<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((so, item) => so + amountOf(item), 0);
}
