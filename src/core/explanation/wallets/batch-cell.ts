import { exactFromText } from '../../money/exact-decimal.ts';
import { formatMicro, type MicroUsd, microFromText } from '../../money/micro.ts';
import type { MethodTerms } from '../../payout/ledger/method.ts';
import { parseUnits } from '../../payout/ledger/units.ts';
import { convertDown, feeOf } from '../../payout/preparation/settle.ts';
import { type Amount, usd } from '../tree/amount.ts';
import { type Explanation, explained } from '../tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../tree/report-row.ts';

/** A figure of a line of a batch: what is sent, or what becomes of it. */
const CELLS: Readonly<Record<string, (row: ExplainedRow, terms: MethodTerms | null) => Explanation>> = {
  amount,
  sent: (row) => units(row, 'sent', { note: 'what receipts.csv says of it, less what was taken back' }),
  open: (row) =>
    units(row, 'open', {
      formula: `${textIn(row, 'amount')} - ${textIn(row, 'sent')}`,
      note: 'amount, less what was sent',
    }),
  balance_usd: (row) =>
    explained({ ...dollars(row, 'balance_usd'), note: 'what of the balance no batch held when this one was prepared' }),
  fee_usd: fee,
  pay_usd: pay,
  rate,
};

/**
 * Explains a figure of a line of a batch (R17): the fee comes off the balance first, the rest is converted and cut to what the
 * asset is sent in, and what leaves the balance is its worth. Without a column what is sent. Null for what is no figure.
 *
 * @param terms how the line's method pays by the configuration of now; null where the method is not known
 */
export function batchCell(row: ExplainedRow, column: string | null, terms: MethodTerms | null): Explanation | null {
  const own = CELLS[column ?? 'amount'];
  return own === undefined || textIn(row, column ?? 'amount') === '' ? null : own(row, terms);
}

function amount(row: ExplainedRow, terms: MethodTerms | null): Explanation {
  const { value, scale, rate: each } = lineOf(row);
  const rest = microIn(row, 'balance_usd') - microIn(row, 'fee_usd');
  const numbers = `${textIn(row, 'balance_usd')} - ${textIn(row, 'fee_usd')}`;
  const converted = each === null ? numbers : `(${numbers}) / ${each.value}`;
  const isSo = convertDown(rest, each, scale).assetAmount === value;
  return units(row, 'amount', {
    formula: isSo ? `${converted}, cut after ${scale} decimals` : '',
    factors: [CELLS.balance_usd?.(row, terms), fee(row, terms), each === null ? undefined : rate(row), pay(row)].filter(
      (node) => node !== undefined,
    ),
  });
}

function fee(row: ExplainedRow, terms: MethodTerms | null): Explanation {
  const [balance, stated] = [microIn(row, 'balance_usd'), microIn(row, 'fee_usd')];
  const isSo = terms !== null && feeOf(balance, terms) === stated;
  return explained({
    ...dollars(row, 'fee_usd'),
    formula: isSo ? feeFormula(balance, terms) : '',
    note: isSo
      ? 'payouts.methods of revshare.yaml; the payee bears it'
      : 'by payouts.methods as it was when the batch was prepared',
  });
}

function feeFormula(balance: MicroUsd, { fee: { fixedUsd, proportion } }: MethodTerms): string {
  const part = proportion === null ? '' : `trunc(${formatMicro(balance)} * ${proportion.toFixed()})`;
  if (part === '') return formatMicro(fixedUsd);
  return fixedUsd === 0n ? part : `${formatMicro(fixedUsd)} + ${part}`;
}

function pay(row: ExplainedRow): Explanation {
  const { rate: each } = lineOf(row);
  const worth = each === null ? textIn(row, 'amount') : `${textIn(row, 'amount')} * ${each.value}`;
  return explained({
    ...dollars(row, 'pay_usd'),
    formula: each === null ? worth : `${worth}, rounded up to 0.000001 USD`,
    note: 'what the transfer takes off the balance beside the fee',
  });
}

function rate(row: ExplainedRow): Explanation {
  const [pair, date, value] = ['rate_pair', 'rate_date', 'rate'].map((column) => textIn(row, column));
  return explained({
    label: `rate of ${pair} for ${date}: ${value}`,
    rule: 'R3',
    note: 'as fx.csv had it when the batch was prepared: of the day, else of the week before, else of the month',
    cell: cellIn(row, 'rate'),
  });
}

function lineOf(row: ExplainedRow) {
  const text = textIn(row, 'amount');
  const scale = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  const pair = textIn(row, 'rate_pair');
  const each = pair === '' ? null : { pair, date: textIn(row, 'rate_date'), value: textIn(row, 'rate') };
  return { value: parseUnits(text, scale), scale, rate: each };
}

function units(row: ExplainedRow, column: string, of: Partial<Explanation>): Explanation {
  const text = textIn(row, column);
  const whole: Amount = { value: exactFromText(text), unit: textIn(row, 'asset'), text };
  return explained({
    label: `${column} of ${textIn(row, 'wallet')}`,
    amount: whole,
    rule: 'R17',
    cell: cellIn(row, column),
    ...of,
  });
}

function dollars(row: ExplainedRow, column: string) {
  const label = `${column.replace(/_usd$/, '')} of ${textIn(row, 'wallet')}`;
  return { label, amount: usd(microFromText(textIn(row, column))), rule: 'R17', cell: cellIn(row, column) } as const;
}
