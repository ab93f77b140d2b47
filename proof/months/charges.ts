import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayText, nameOf, type Size, startOf } from './size.ts';

export const CURRENCIES = ['USD', 'EUR', 'GBP', 'CAD', 'AUD'] as const;
const DAY_MS = 86_400_000;
const LEDGER =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id\n';
const INVOICES =
  'id,Amount Due,Currency,Customer,Date (UTC),Paid,Paid At (UTC),Finalized At (UTC),Minimum Line Item Period Start (UTC),' +
  'Maximum Line Item Period End (UTC),Period Start (UTC),Period End (UTC),Starting Balance,Ending Balance,Subscription,' +
  'Subtotal,Total Discount Amount,Tax,Total,Amount Paid,Status\n';

/**
 * Writes a month's Stripe ledgers, one a currency, and the invoices of its charges. One subscriber in ten pays a year ahead, in
 * a month of their own; of fifty charges one is refunded in the month, of five hundred one is disputed.
 */
export function writeCharges(directory: string, month: number, { subscribers }: Size): void {
  const days = `${dayText(startOf(month))}_to_${dayText(startOf(month + 1) - DAY_MS)}`;
  for (const [at, currency] of CURRENCIES.entries()) {
    const ledger: string[] = [LEDGER];
    const invoices: string[] = [INVOICES];
    for (let number = at; number < subscribers; number += CURRENCIES.length) {
      if (!pays(number, month)) continue;
      ledger.push(ledgerRows(number, month, currency.toLowerCase()));
      invoices.push(invoiceRow(number, month, currency.toLowerCase()));
    }
    writeFileSync(join(directory, `Itemized_balance_change_from_activity_${currency}_${days}.csv`), ledger.join(''));
    writeFileSync(join(directory, `invoices-${currency}-${nameOf(month)}.csv`), invoices.join(''));
  }
}

function isAnnual(number: number): boolean {
  return number % 10 === 3;
}

function pays(number: number, month: number): boolean {
  return !isAnnual(number) || Math.floor(number / 10) % 12 === month % 12;
}

function paidAtMs(number: number, month: number): number {
  return startOf(month) + (number % 28) * DAY_MS + DAY_MS / 2;
}

function ledgerRows(number: number, month: number, currency: string): string {
  const at = `${dayText(paidAtMs(number, month))} 12:00:00`;
  const id = `${number}_${month}`;
  const charge = isAnnual(number) ? '240.00,7.26,232.74' : '20.00,0.88,19.12';
  const rows = [`txn_${id},${at},${currency},${charge},charge,ch_${id},ch_${id},in_${id}\n`];
  const last = `${dayText(startOf(month + 1) - DAY_MS)} 18:00:00`;
  const back = (kind: string, amount: string, fee: string, net: string): void => {
    rows.push(`txn_${kind}_${id},${last},${currency},-${amount},${fee},-${net},${kind},${kind}_${id},ch_${id},\n`);
  };
  const draw = number + month * 7;
  if (draw % 50 === 7 && !isAnnual(number)) back('refund', '5.00', '0.00', '5.00');
  else if (draw % 500 === 9 && !isAnnual(number)) back('dispute', '20.00', '15.00', '35.00');
  return rows.join('');
}

function invoiceRow(number: number, month: number, currency: string): string {
  const paid = paidAtMs(number, month);
  const at = `${dayText(paid)} 12:00`;
  const until = `${dayText(sameDayLater(paid, isAnnual(number) ? 12 : 1))} 12:00`;
  const total = isAnnual(number) ? '240.00' : '20.00';
  const id = `${number}_${month}`;
  const sub = `sub_${number}_${isAnnual(number) ? month : 0}`;
  return `in_${id},${total},${currency},cus_${number},${at},TRUE,${at},${at},${at},${until},${at},${at},0.00,0.00,${sub},${total},0.00,,${total},${total},paid\n`;
}

/** No day is after the 28th: it is in every month. */
function sameDayLater(atMs: number, months: number): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, at.getUTCDate());
}
