import { isWholeCurrency } from '../../core/payout/ledger/method.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';

/**
 * An amount as PayPal prints it in the language of its account, `1,250.00` or `1.250,00`, as plain decimal text. All decimals
 * of the currency are there, so it is never in doubt which of the two separates them. Null when it is none.
 *
 * @param isWhole the currency has no decimals
 */
export function printedAmount(text: string, isWhole: boolean): string | null {
  const [, sign, whole = '', mark = '', cents = ''] = (isWhole ? WHOLE : WITH_CENTS).exec(text.trim()) ?? [];
  if (sign === undefined) return null;
  const grouped = GROUPED.exec(whole);
  if (!/^\d+$/.test(whole) && (grouped === null || grouped[1] === mark)) return null;
  const minus = sign === '' ? '' : '-';
  return `${minus}${whole.replaceAll(/\D/g, '')}${cents === '' ? '' : `.${cents}`}`;
}

const WITH_CENTS = /^([-\u2212]?)(\d[\d.,'\s]*)([.,])(\d\d)$/;
const WHOLE = /^([-\u2212]?)(\d[\d.,'\s]*)$/;
/** Thousands, all with the same mark between them. */
const GROUPED = /^\d{1,3}([.,'\s])\d{3}(?:\1\d{3})*$/;

/** An amount of a column in a currency; `0` where it cannot be read exactly, which is a problem of the row. */
export function printedColumn(row: TableRow, column: string, currency: string): string {
  const text = row.needed(column);
  if (text === '') return '0';
  const amount = printedAmount(text, isWholeCurrency(currency));
  if (amount !== null) return amount;
  const message = `${column} ${quoted(text)} cannot be read exactly as an amount of ${currency}`;
  row.fail('not-an-amount', column, message);
  return '0';
}
