import { formatMonth, type Month } from '../../core/month/month.ts';
import type { PayoutLine } from '../../core/payout/ledger/batch.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { escapeFormula } from '../../core/text/formula-escape.ts';
import { csvLines } from '../reports/csv.ts';

/** Wise takes this many transfers in a batch. */
export const MOST_WISE_ROWS = 1000;

const TRANSFER = [
  'paymentReference',
  'receiverType',
  'amountCurrency',
  'amount',
  'sourceCurrency',
  'targetCurrency',
] as const;
const TO_IBAN = ['name', 'recipientEmail', ...TRANSFER, 'IBAN'];
const TO_SAVED = ['recipientId', 'recipientDetail', 'recipientType', 'name', 'recipientEmail', ...TRANSFER];

/** Whether Wise finds the destination among an account's saved recipients: its id is a number. */
export function isSavedRecipient(line: PayoutLine): boolean {
  return /^\d+$/.test(line.destination);
}

/** Names of account holders, by wallet (lower case): those that payees.csv says. */
export type PayeeNames = ReadonlyMap<string, string>;

/**
 * Transfers as Wise's batch template for bank accounts, the payee's currency exact. A payee without a name has an empty
 * one, and Wise asks for it at upload.
 */
export function wiseIbanCsv(month: Month, lines: readonly PayoutLine[], names: PayeeNames): string {
  const rows = lines.map((line) => [nameOf(line, names), '', ...transfer(month, line), line.destination]);
  return csvLines([TO_IBAN, ...rows]);
}

/** Transfers as Wise's batch template for saved recipients; `recipientDetail` is what Wise's own download of it says. */
export function wiseSavedCsv(month: Month, lines: readonly PayoutLine[], names: PayeeNames): string {
  const rows = lines.map((line) => [
    ...[line.destination, '', 'PERSON', nameOf(line, names), ''],
    ...transfer(month, line),
  ]);
  return csvLines([TO_SAVED, ...rows]);
}

/** Anybody's text, in a file that people open in a spreadsheet; all else in it has a form of its own. */
function nameOf({ wallet }: PayoutLine, names: PayeeNames): string {
  return escapeFormula(names.get(wallet) ?? '');
}

/** `target`: the payee gets exactly the amount, and Wise's fee comes on top. */
function transfer(month: Month, line: PayoutLine): string[] {
  const amount = formatUnits(line.assetAmount, line.scale);
  return [referenceOf(month, line), 'PERSON', 'target', amount, 'USD', line.currency];
}

/** Which wallet it is for: month and the first ten digits of the wallet, 18 characters, as many as every bank takes. */
function referenceOf(month: Month, { wallet }: PayoutLine): string {
  return `${formatMonth(month)}-${wallet.slice(2, 12)}`;
}
