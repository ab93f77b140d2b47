import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

const LEDGER_COLUMNS =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,invoice_id\n';
const INVOICE_COLUMNS =
  'id,Amount Due,Currency,Customer,Date (UTC),Paid,Paid At (UTC),Finalized At (UTC),Minimum Line Item Period Start (UTC),' +
  'Maximum Line Item Period End (UTC),Period Start (UTC),Period End (UTC),Starting Balance,Ending Balance,Subscription,' +
  'Subtotal,Total Discount Amount,Tax,Total,Amount Paid,Status\n';
const LAST_DAY_MS = Date.UTC(2026, 9, 31);
const DAY_MS = 86_400_000;
const AT_A_TIME = 5000;

/** The plans that the charges are for. */
export const CHARGED_PLANS = `plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_month] }
  - { id: unlimited, term: annual, list_price_usd: 240.00, stripe: [price_year] }
`;

/**
 * Writes a Stripe ledger and the invoices of its charges, from August to October 2026: one charge in ten is for a year,
 * one in fifty is refunded on the last day, half of those in part, one in five hundred is disputed.
 */
export async function generateCharges(directory: string, charges: number): Promise<void> {
  await writeInPieces(join(directory, 'ledger.csv'), LEDGER_COLUMNS, charges, ledgerRows);
  await writeInPieces(join(directory, 'invoices.csv'), INVOICE_COLUMNS, charges, invoiceRow);
}

function ledgerRows(number: number): string {
  const { day, annual } = chargeOf(number);
  const ids = `ch_${number},in_${number}`;
  const at = `${day} 12:00:00`;
  const charge = annual ? '240.00,7.26,232.74' : '20.00,0.88,19.12';
  const rows = [`txn_${number},${at},usd,${charge},charge,ch_${number},${ids}\n`];
  const after = (amount: string, fee: string, net: string, kind: string): string =>
    `txn_${kind}_${number},2026-10-31 18:00:00,usd,-${amount},${fee},-${net},${kind},${kind}_${number},ch_${number},\n`;
  if (number % 50 === 7) {
    const amount = annual ? '120.00' : number % 100 === 7 ? '5.00' : '20.00';
    rows.push(after(amount, '0.00', amount, 'refund'));
  } else if (number % 500 === 9) {
    rows.push(after(annual ? '240.00' : '20.00', '15.00', annual ? '255.00' : '35.00', 'dispute'));
  }
  return rows.join('');
}

function invoiceRow(number: number): string {
  const { day, until, annual } = chargeOf(number);
  const at = `${day} 12:00`;
  const total = annual ? '240.00' : '20.00';
  const period = `${at},${until} 12:00,${at},${at}`;
  return `in_${number},${total},usd,cus_${number},${at},TRUE,${at},${at},${period},0.00,0.00,sub_${number},${total},0.00,,${total},${total},paid\n`;
}

/** The first charge is on the last day of October, so that a single one is in the month; the others go back in turn. */
function chargeOf(number: number): { day: string; until: string; annual: boolean } {
  const annual = number % 10 === 3;
  const day = new Date(LAST_DAY_MS - (number % 92) * DAY_MS);
  const months = annual ? 12 : 1;
  // The same day of its month, or that month's last.
  const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 0));
  const until = new Date(lastDay);
  until.setUTCDate(Math.min(day.getUTCDate(), lastDay.getUTCDate()));
  return { day: day.toISOString().slice(0, 10), until: until.toISOString().slice(0, 10), annual };
}

async function writeInPieces(
  path: string,
  head: string,
  count: number,
  row: (number: number) => string,
): Promise<void> {
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  stream.write(head);
  for (let start = 0; start < count; start += AT_A_TIME) {
    const piece = Array.from({ length: Math.min(AT_A_TIME, count - start) }, (_, index) => row(start + index));
    if (!stream.write(piece.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
