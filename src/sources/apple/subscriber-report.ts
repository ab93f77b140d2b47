import { absolute } from '../../core/money/micro.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { Transaction } from '../../core/revenue/transaction.ts';
import { quoted } from '../../problems/quoted.ts';
import { firstLine, headerCells, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import { hasColumns, type TableColumn, type TableForm } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcDate, utcDay } from '../reading/utc-time.ts';
import { isKnownOffer, offerTypeOf, readAppleTerms, writeAppleTerms } from './terms.ts';

const COLUMNS: readonly TableColumn[] = [
  { name: 'Event Date', needed: true },
  { name: 'Subscription Apple ID', needed: true },
  { name: 'Standard Subscription Duration', aliases: ['Subscription Duration'], needed: true },
  { name: 'Subscription Offer Type', aliases: ['Introductory Price Type'], needed: true },
  { name: 'Subscription Offer Duration', aliases: ['Introductory Price Duration'], needed: true },
  { name: 'Customer Price', needed: true },
  { name: 'Customer Currency', needed: true },
  { name: 'Developer Proceeds', needed: true },
  { name: 'Proceeds Currency', needed: true },
  { name: 'Subscriber ID', needed: true },
  { name: 'Refund', needed: true },
  { name: 'Purchase Date', needed: true },
  { name: 'Units', needed: true },
];
const SIGNATURE = COLUMNS.filter(({ name }) =>
  ['Event Date', 'Subscription Apple ID', 'Subscriber ID', 'Customer Price', 'Developer Proceeds'].includes(name),
);
const REMEDY = 'Download the daily Subscriber report (detailed, version 1_2 or 1_3) again, as it is.';

/** How a report is read, and by which a file is known that lacks columns that tell its kind. */
export const APPLE_SUBSCRIBER_FORM: TableForm = { delimiter: '\t', columns: COLUMNS, remedy: REMEDY };

/** Apple, daily Subscriber report (tab separated). */
export function isAppleSubscriberReport(head: InputHead): boolean {
  return hasColumns(headerCells(firstLine(head.text), '\t'), SIGNATURE);
}

/**
 * Reads a daily Subscriber report: one transaction a row, equal rows are separate sales.
 * The date as printed decides the month (R1); there is no time of day. Offers of a type that is not known are told,
 * and so are sales of which nothing is left in another currency, where gross is the proceeds: they would be free ones.
 *
 * @throws InvalidInput
 */
export async function* readAppleSubscriberReport(input: SourceInput): AsyncGenerator<Transaction & { line: number }> {
  const unknownOffers = new Map<string, number>();
  let withoutProceeds = 0;
  for await (const row of readTable(input, APPLE_SUBSCRIBER_FORM)) {
    const sale = appleTransaction(row);
    const { offerType } = readAppleTerms(sale.terms);
    if (!isKnownOffer(offerType)) unknownOffers.set(offerType, (unknownOffers.get(offerType) ?? 0) + 1);
    if (sale.kind === 'sale' && sale.gross === 0n && /[1-9]/.test(row.text('Customer Price'))) withoutProceeds += 1;
    yield { ...sale, line: row.line };
  }
  if (withoutProceeds > 0)
    input.warn?.(
      `has ${withoutProceeds} sale(s) with a Customer Price and, in another currency, Developer Proceeds of 0: nothing of them counts`,
    );
  for (const [type, rows] of unknownOffers)
    input.warn?.(
      `has ${rows} row(s) with the offer type ${quoted(type)}, which is not known: they count for the standard duration`,
    );
}

/**
 * docs/inputs.md, Apple: money = |amount| x (Units = 0 ? 1 : |Units|), negative for a refund; gross is the customer price, the
 * fee what is not proceeds. Where the two currencies differ, gross is the proceeds.
 */
function appleTransaction(row: TableRow): Transaction {
  const price = row.amount('Customer Price');
  const proceeds = row.amount('Developer Proceeds');
  const units = wholeUnits(row);
  const refund = isRefund(row) || price < 0n || units < 0n;
  const quantity = units === 0n ? 1n : absolute(units);
  const sign = refund ? -1n : 1n;
  // Nothing is converted from it: a mistyped code would only make the price another currency's, and the commission nothing.
  const currency = row.knownCurrency('Customer Currency');
  const proceedsCurrency = row.currency('Proceeds Currency');
  const sameCurrency = currency === proceedsCurrency;
  const received = sign * absolute(proceeds) * quantity;
  const gross = sameCurrency ? sign * absolute(price) * quantity : received;
  const product = row.needed('Subscription Apple ID');
  const eventDay = date(row, 'Event Date');
  const saleDay = refund ? optionalDate(row, 'Purchase Date') : eventDay;
  if (!refund) checkSale(row, proceeds);
  if (sameCurrency && row.faults === 0 && absolute(proceeds) > absolute(price)) tellMoreThanPaid(row);
  return {
    provider: 'apple',
    rowId: null,
    group: `${row.wholeId('Subscriber ID')}-${product}-${saleDay === null ? 'unknown' : utcDate(saleDay)}`,
    kind: refund ? 'refund' : 'sale',
    atMs: eventDay ?? 0,
    currency: proceedsCurrency,
    gross,
    fee: gross - received,
    sourceId: '',
    invoice: '',
    paymentIntent: '',
    product,
    terms: writeAppleTerms({
      duration: row.text('Standard Subscription Duration'),
      offerType: offerTypeOf(row.text('Subscription Offer Type')),
      offerDuration: row.text('Subscription Offer Duration'),
      units: Number(quantity),
    }),
  };
}

/** What only a refund has: a row that a changed cell made a sale would count twice what it takes back. */
function checkSale(row: TableRow, proceeds: bigint): void {
  const [flag, purchased] = [row.text('Refund'), row.text('Purchase Date')];
  if (purchased !== '' && row.faults === 0) {
    const what = `Refund is ${flag === '' ? 'empty' : quoted(flag)}, and the row has the Purchase Date ${quoted(purchased)} of a refund`;
    row.fail('not-a-flag', 'Refund', what);
  }
  if (proceeds < 0n) {
    const what = `Developer Proceeds ${quoted(row.text('Developer Proceeds'))} is negative, and the row is no refund`;
    row.fail('net-mismatch', 'Developer Proceeds', what);
  }
}

/** Proceeds are what is left of the price, in its own currency. */
function tellMoreThanPaid(row: TableRow): void {
  const [proceeds, price] = [row.text('Developer Proceeds'), row.text('Customer Price')];
  const what = `Developer Proceeds ${proceeds} is more than the Customer Price ${price} that it is a part of`;
  row.fail('net-mismatch', 'Developer Proceeds', what);
}

/** Apple writes `Yes` or nothing; one byte decides the sign, so anything else that is not `No` is a problem. */
function isRefund(row: TableRow): boolean {
  const text = row.text('Refund');
  if (/^yes$/i.test(text)) return true;
  if (!/^(no)?$/i.test(text)) row.fail('not-a-flag', 'Refund', `Refund ${quoted(text)} is not Yes, No or empty`);
  return false;
}

function wholeUnits(row: TableRow): bigint {
  const text = row.needed('Units');
  if (/^-?\d{1,9}$/.test(text)) return BigInt(text);
  if (text !== '') row.fail('not-a-count', 'Units', `Units ${quoted(text)} is not a whole number`);
  return 1n;
}

function date(row: TableRow, column: string): number | null {
  const text = row.needed(column);
  return text === '' ? null : parsedDate(row, column, text);
}

function optionalDate(row: TableRow, column: string): number | null {
  const text = row.text(column);
  return text === '' ? null : parsedDate(row, column, text);
}

/** `2026-10-31`, or `10/31/2026` as other Apple reports write it. */
function parsedDate(row: TableRow, column: string, text: string): number | null {
  const american = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const day =
    american === null ? parseUtcDate(text) : utcDay(Number(american[3]), Number(american[1]), Number(american[2]));
  if (day === null) row.fail('not-a-date', column, `${column} ${quoted(text)} is not a date like 2026-10-31`);
  return day;
}
